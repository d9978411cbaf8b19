"""A form made of specs: texts in, texts out, whatever its controls look like; messages beside the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QSpinBox, QWidget

from clinic_app.features.administration.model import YES, Spec
from clinic_app.features.administration.view import words
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Field, Form

SIDE_BY_SIDE = frozenset({"number", "color", "choice"})


class RecordForm(Form):
    """`edited` when anything changes, `entered` when Enter asks to save."""

    edited = Signal()
    entered = Signal()

    def __init__(self, specs: Sequence[Spec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.specs = tuple(specs)
        self._by_name: dict[str, Field] = {}
        self._clashes: dict[str, str] = {}
        self._place = ("", 0)
        for spec in self.specs:
            self._by_name[spec.name] = Field(
                "" if spec.kind == "switch" else words.field(spec.name),
                self._control(spec),
                self,
                hint=words.hint(spec.name),
                required=spec.required,
            )
            if spec.kind == "switch":
                self._by_name[spec.name].label.hide()
                self._by_name[spec.name].control.setAccessibleName(words.field(spec.name))
        self._lay_out()

    @property
    def typed(self) -> dict[str, str]:
        """The text of every field, as it stands."""
        return {spec.name: self._text(spec.name) for spec in self.specs}

    def field(self, name: str) -> Field:
        """One field."""
        return self._by_name[name]

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """What a choice can be: (value, words). What is chosen stays."""
        box = self._by_name[name].control
        assert isinstance(box, QComboBox)
        before, blocked = self._text(name), box.blockSignals(True)
        box.clear()
        for value, said in choices:
            box.addItem(said, value)
        self._choose(box, before)
        box.blockSignals(blocked)

    def put(self, texts: Mapping[str, str]) -> None:
        """Write texts into fields without counting them as typed."""
        for name, text in texts.items():
            control = self._by_name[name].control
            blocked = control.blockSignals(True)
            if isinstance(control, QLineEdit):
                if control.text() != text:
                    control.setText(text)
            elif isinstance(control, QSpinBox):
                control.setValue(int(text) if text.isdecimal() else control.minimum())
            elif isinstance(control, QCheckBox):
                control.setChecked(bool(text))
            elif isinstance(control, QComboBox):
                self._choose(control, text)
            control.blockSignals(blocked)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say what is wrong, each beside its field, and go to the first."""
        for spec in self.specs:
            code = problems.get(spec.name)
            self._by_name[spec.name].set_error(words.problem(spec, code) if code else "")
        self._show_clashes()
        self.focus_first_error()

    def show_clashes(self, clashes: Mapping[str, str]) -> None:
        """Say beside each of these fields what the record says now; the text stays as typed."""
        gone = self._clashes.keys() - clashes.keys()
        self._clashes = dict(clashes)
        for name in gone:
            self._by_name[name].set_error("")
        self._show_clashes()

    def place(self) -> tuple[str, int]:
        """Where the cursor is, or was when the form lost it: a field and a position in its text."""
        for name, field in self._by_name.items():
            control = field.control
            if control.hasFocus():
                at = control.cursorPosition() if isinstance(control, QLineEdit) else 0
                self._place = (name, at)
        return self._place

    def forget_place(self) -> None:
        """The next place is the first field."""
        self._place = ("", 0)

    def set_place(self, name: str = "", position: int = -1) -> None:
        """Put the cursor there; -1 is the end of the text, no name the first field."""
        field = self._by_name.get(name) or self._by_name[self.specs[0].name]
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field.control, QLineEdit):
            end = len(field.control.text())
            field.control.setCursorPosition(end if position < 0 else min(position, end))

    # Private

    def _lay_out(self) -> None:
        """Short controls stand in pairs, the others take the whole width."""
        waiting: list[Field] = []
        for spec in self.specs:
            field = self._by_name[spec.name]
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
                number.valueChanged.connect(self._on_edited)
                number.lineEdit().returnPressed.connect(self.entered)
                return number
            case "switch":
                switch = QCheckBox(words.field(spec.name), self)
                switch.toggled.connect(self._on_edited)
                return switch
            case "choice" | "color":
                box = QComboBox(self)
                box.currentIndexChanged.connect(self._on_edited)
                return box
        line = QLineEdit(self)
        if spec.kind == "zone":
            known = QCompleter(sorted(available_timezones()), line)
            known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            known.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(known)
        line.textEdited.connect(self._on_edited)
        line.returnPressed.connect(self.entered)
        line.cursorPositionChanged.connect(self._on_cursor)
        return line

    def _text(self, name: str) -> str:
        control = self._by_name[name].control
        if isinstance(control, QLineEdit):
            return control.text()
        if isinstance(control, QSpinBox):
            return str(control.value())
        if isinstance(control, QCheckBox):
            return YES if control.isChecked() else ""
        assert isinstance(control, QComboBox)
        return str(control.currentData() or "")

    def _choose(self, box: QComboBox, value: str) -> None:
        at = box.findData(value)
        if at < 0 and value:  # a newer server knows more than this program: keep theirs
            box.addItem(value, value)
            at = box.count() - 1
        box.setCurrentIndex(max(at, 0))

    def _show_clashes(self) -> None:
        for name, text in self._clashes.items():
            note = self._by_name[name].note
            said = text or tr("Administration", "nothing")
            note.setText(tr("Administration", "Now it says: {value}. Yours is kept.", value=said))
            note.set_role("amber")
            note.show()

    def _on_cursor(self, before: int, now: int) -> None:
        del before, now
        self.place()

    def _on_edited(self) -> None:
        self.place()
        self.edited.emit()
