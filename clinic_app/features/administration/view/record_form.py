"""A form made of specs: each says of what kind its field is."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QSpinBox, QWidget

from clinic_app.features.administration.model import Spec
from clinic_app.features.administration.view import words
from clinic_app.parts.text_form import TextForm
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Field

SIDE_BY_SIDE = frozenset({"number", "color", "choice"})


class RecordForm(TextForm):
    """Its fields are those of the specs, in their order."""

    def __init__(self, specs: Sequence[Spec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.specs = tuple(specs)
        for spec in self.specs:
            said = words.field(spec.name)
            field = Field(
                "" if spec.kind == "switch" else said,
                self._control(spec),
                self,
                hint=words.hint(spec.name),
                required=spec.required,
            )
            if spec.kind == "switch":
                field.label.hide()
                field.control.setAccessibleName(said)
            self.name_field(spec.name, field)
        self._lay_out()

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """What a choice can be: (value, words). What is chosen stays."""
        box = self.field(name).control
        assert isinstance(box, QComboBox)
        before, blocked = self.typed[name], box.blockSignals(True)
        box.clear()
        for value, said in choices:
            box.addItem(said, value)
        self.choose(box, before)
        box.blockSignals(blocked)

    def problem(self, name: str, code: str) -> str:
        spec = next(each for each in self.specs if each.name == name)
        return words.problem(spec, code)

    def clash(self, value: str) -> str:
        said = value or tr("Administration", "nothing")
        return tr("Administration", "Now it says: {value}. Yours is kept.", value=said)

    # Private

    def _lay_out(self) -> None:
        """Short controls stand in pairs, the others take the whole width."""
        waiting: list[Field] = []
        for spec in self.specs:
            field = self.field(spec.name)
            if spec.kind in SIDE_BY_SIDE:
                waiting.append(field)
                if len(waiting) == 2:
                    self.add(*waiting)
                    waiting.clear()
                continue
            self.add(*waiting) if waiting else None
            waiting.clear()
            self.add(field)
        if waiting:
            self.add(*waiting)

    def _control(self, spec: Spec) -> QWidget:
        match spec.kind:
            case "number":
                number = QSpinBox(self)
                number.setRange(spec.least, spec.most)
                number.setSuffix(words.unit(spec.name))
                number.valueChanged.connect(self.note_edit)
                number.lineEdit().returnPressed.connect(self.entered)
                return number
            case "switch":
                switch = QCheckBox(words.field(spec.name), self)
                switch.toggled.connect(self.note_edit)
                return switch
            case "choice" | "color":
                box = QComboBox(self)
                box.currentIndexChanged.connect(self.note_edit)
                return box
        line = QLineEdit(self)
        if spec.kind == "zone":
            known = QCompleter(sorted(available_timezones()), line)
            known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            known.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(known)
        line.textEdited.connect(self.note_edit)
        line.returnPressed.connect(self.entered)
        line.cursorPositionChanged.connect(self._on_cursor)
        return line

    def _on_cursor(self, before: int, now: int) -> None:
        del before, now
        self.place()
