"""A record beside its list: a form that survives everything and is never written over.

What is typed is kept while it is typed; it comes back with its cursor. When the record changes
elsewhere, fields nobody touched follow and the others say beside them what the record holds now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from clinic_app import errors
from clinic_app.domain.edits import met, touched
from clinic_app.features.administration import model
from clinic_app.features.administration.actions import ChangedMeanwhile, Gone, Unchanged
from clinic_app.features.administration.model import Spec
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.record_card import RecordCard
from clinic_app.parts.kept_text import NEW, KeptText
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Button
from sync.errors import Expected
from sync.ids import new_id


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be written: all fields of a new record, or those that were touched. `seen` holds what
    the record said where it was touched.
    """

    row_id: str
    is_new: bool
    changes: Mapping[str, Any]
    seen: Mapping[str, Any]


Save = Callable[[Edit], Awaitable[object]]


class Editor(RecordCard):
    """`saved` carries what came of it, `left` says that somebody wants back to the list."""

    saved = Signal(object)
    left = Signal()

    def __init__(
        self,
        ctx: Context,
        kind: str,
        specs: Sequence[Spec],
        save: Save,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(specs, parent)
        self._ctx, self._save = ctx, save
        self._row: Any = None
        self._id = ""
        self._seen: dict[str, str] = model.blank(specs)
        self._is_saving = False
        self.specs = tuple(specs)
        self.kept = KeptText(ctx, f"administration/{kind}", self._snapshot, self)
        self.form.edited.connect(self._on_edited)
        self.form.entered.connect(self.save)
        self.restored.acted.connect(self._on_start_over)
        self.save_button.clicked.connect(self.save)
        self.discard.clicked.connect(self._on_start_over)

    @property
    def row(self) -> Any:
        """The record that is shown; None for a new one or none."""
        return self._row

    @property
    def is_open(self) -> bool:
        """Whether anything is shown."""
        return bool(self._id)

    @property
    def is_new(self) -> bool:
        """Whether it is one that is not there yet."""
        return self.is_open and self._row is None

    @property
    def is_touched(self) -> bool:
        """Whether something was typed and not saved."""
        return self.form.typed != self._seen

    # What the section calls

    async def open_new(self, title: str, first: Mapping[str, str] | None = None) -> None:
        """Begin a record, or go on with the one that was begun."""
        self._begin(None, new_id(), title, tr("Administration", "Add"))
        if not await self._bring_back():
            self.form.put(first or {})
            self.form.set_place()

    async def open_row(self, row: Any, title: str, *, go: bool) -> None:
        """Show a record, with what was typed about it before; `go` puts the cursor into it."""
        self._begin(row, row.id, title, tr("Administration", "Save"))
        found = await self._bring_back()
        if go and not found:
            self.form.set_place()

    def row_changed(self, row: Any, title: str) -> None:
        """The record changed under the form."""
        if self._row is None or row.id != self._row.id:
            return
        is_news = model.texts_of(self.specs, row) != model.texts_of(self.specs, self._row)
        self._row = row
        self._say_state(title)
        if is_news and not self._is_saving:
            self._meet(row)

    def shut(self) -> None:
        """Show nothing; what was typed is kept."""
        self.kept.keep_soon()
        self._row, self._id = None, ""

    def save(self) -> None:
        """Save; a second Enter meanwhile does nothing."""
        if self._is_saving or not self.is_open:
            return
        if self._row is not None and not self.is_touched:
            self.left.emit()
            return
        found = model.read(self.specs, self.form.typed)
        self.form.show_problems(found.problems)
        if found.problems:
            return
        self._is_saving = True
        self.trouble.say("")
        self._ctx.scope.start("save record", self._write(found.values))

    def refuse(self, text: str, detail: str = "") -> None:
        """Say why nothing was written."""
        self.trouble.say(text, detail)

    # Private

    def _begin(self, row: Any, row_id: str, title: str, save: str) -> None:
        self.kept.keep_soon()
        self._row, self._id, self._is_saving = row, row_id, False
        self._seen = model.texts_of(self.specs, row) if row else model.blank(self.specs)
        self.kept.begin(row.id if row else NEW)
        self.form.forget_place()
        self.form.put(self._seen)
        self._seen = self.form.typed  # as the controls say it: a choice that is gone is no edit
        self.form.clear_errors()
        self.form.show_clashes({})
        for strip in (self.trouble, self.restored, self.changed):
            strip.say("")
        self.save_button.setText(save)
        self.discard.hide()
        self._say_state(title)

    async def _bring_back(self) -> bool:
        about = self._id
        value = await self.kept.bring_back()
        if value is None or self._id != about:
            return False
        if self._row is None:
            self._id = value["id"]
        else:
            self._seen = {**self._seen, **value["seen"]}
        known = {spec.name for spec in self.specs}
        self.form.put({name: text for name, text in value["typed"].items() if name in known})
        self.restored.say(
            tr("Administration", "What you typed is back."),
            "",
            tr("Administration", "Start over"),
        )
        self.discard.show()
        if self._row is not None:
            self._meet(self._row)
        self.form.set_place(value["field"], value["cursor"])
        return True

    def _meet(self, row: Any) -> None:
        """Let the form and the record's new state meet."""
        now = model.texts_of(self.specs, row)
        found = met(self.form.typed, self._seen, now)
        self.form.put({name: now[name] for name in found.follow})
        self._seen = self._seen | {name: now[name] for name in now if name not in found.clash}
        self.form.show_clashes({name: now[name] for name in found.clash})
        if found.clash:
            self.changed.say(
                tr("Administration", "Somebody changed this meanwhile."),
                tr("Administration", "What you typed was left alone; saving writes yours."),
            )

    async def _write(self, values: Mapping[str, Any]) -> None:
        try:
            outcome = await self._save(self._edit(values))
        except Expected as error:
            said = errors.words(error)
            self.refuse(f"{said.title}.", said.sentence)
            return
        finally:
            self._is_saving = False
        match outcome:
            case None:
                return  # they thought better of it, or were told why not
            case ChangedMeanwhile():
                self.changed.say(
                    tr("Administration", "Somebody changed this meanwhile."),
                    tr("Administration", "Look at it, then save again if you mean yours."),
                )
            case Gone():
                self.refuse(tr("Administration", "This record is not here any more."))
            case Unchanged():
                await self._finish()
                self.left.emit()
            case _:
                await self._finish()
                self.saved.emit(outcome)

    def _edit(self, values: Mapping[str, Any]) -> Edit:
        if self._row is None:
            return Edit(self._id, True, values, {})
        edited = touched(self.form.typed, self._seen)
        # Whoever saves has seen the clashes that are shown, and means it.
        seen = {name: getattr(self._row, name) for name in edited}
        return Edit(self._id, False, {name: values[name] for name in edited}, seen)

    async def _finish(self) -> None:
        self._seen = self.form.typed
        self.discard.hide()
        self.restored.say("")
        self.changed.say("")
        await self.kept.forget()

    def _snapshot(self) -> Mapping[str, Any] | None:
        if not self.is_open or not self.is_touched:
            return None
        field, cursor = self.form.place()
        return {
            "typed": self.form.typed,
            "seen": self._seen,
            "id": self._id,
            "field": field,
            "cursor": cursor,
        }

    def _say_state(self, title: str) -> None:
        self.title.setText(title)
        self.setAccessibleName(title)
        said = words.draft(getattr(self._row, "draft", None))
        self.mark.setText(said)
        self.mark.setVisible(bool(said))

    def _on_edited(self) -> None:
        self.kept.note_edit()
        self.discard.setVisible(self.is_touched)

    def _on_start_over(self) -> None:
        row = self._row
        self.form.put(model.texts_of(self.specs, row) if row else model.blank(self.specs))
        self._seen = self.form.typed
        self.form.clear_errors()
        self.form.show_clashes({})
        self.changed.say("")
        self.restored.say("")
        self.discard.hide()
        self._ctx.scope.start("forget form", self.kept.forget())
        self.form.set_place()

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.window().focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused.click() if isinstance(focused, Button) else self.save()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.kept.keep_soon()
        super().hideEvent(event)
