"""Two people changed the same: side by side, chosen line by line or all at once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clinic_app.domain.appointments import may_become
from clinic_app.features.conflicts.actions import KeepBoth, KeepPerField, keep_mine, keep_theirs
from clinic_app.features.conflicts.queries import CardRow
from clinic_app.features.conflicts.view import rules
from clinic_app.features.conflicts.view.detail import Detail
from clinic_app.features.conflicts.view.sides import Sides
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Label
from clinic_app.ui.widgets.chip import state_word


class ClashDetail(Detail):
    """Enter takes what is picked; the buttons beside it take one side whole, or both."""

    def __init__(
        self, card: CardRow, speech: Speech, author: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(card, speech, parent)
        self._author = author
        self.sides = Sides(card, self.lines, speech, self, choosing=True)
        self.sides.changed.connect(self._on_picked)
        self.middle.addWidget(self.sides)
        self.note = Label("", "amber", self, wrap=True)
        self.middle.addWidget(self.note)
        self.apply = self.add_button("", "primary", hint="Enter")
        self.apply.clicked.connect(self.enter)
        self.mine = self.add_button(speech.keep_words(card))
        self.mine.clicked.connect(self._on_mine)
        self.theirs = self.add_button(tr("Conflicts", "Keep server's"))
        self.theirs.clicked.connect(self._on_theirs)
        self.both = self.add_button(tr("Conflicts", "Keep both in notes"))
        self.both.clicked.connect(self._on_both)
        self.both.setVisible(card.tbl == "patients")
        # Letting a clash go is the same as keeping the server's side.
        self.discard.hide()
        if not self._can_keep_mine:
            self.sides.pick("theirs")
        self._on_picked()

    def begin(self) -> None:
        if not self.sides.begin():
            self.apply.setFocus()

    def enter(self) -> None:
        if not self.apply.isEnabled():
            return
        mine = self.sides.mine
        if mine == self.sides.keys:
            self.decided.emit(keep_mine(self.row.id))
        elif not mine:
            self.decided.emit(keep_theirs(self.row.id))
        else:
            self.decided.emit(KeepPerField(self.row.id, mine))

    @property
    def text_for_note(self) -> str:
        """My side of every clash in words, with who wrote it and when."""
        clashing = [line for line in self.lines if line.is_clash]
        own = {**self.row.base, **self.row.mine}
        if [line.key for line in clashing] == ["note"]:
            return str(own["note"])
        said = ", ".join(
            f"{rules.line_name(self.row.tbl, line.key)} {self.speech.side(self.row, line, own)}"
            for line in clashing
        )
        at = fmt.local(self.row.edited_at, self.speech.zone)
        when = f"{fmt.full_date(at.date())}, {fmt.clock_time(at)}"
        is_own = self.row.author == self.row.person
        who = self._author if is_own else self.speech.person(self.row.author)
        return f"{who}, {when}: {said}"

    @property
    def _can_keep_mine(self) -> bool:
        """An appointment's state moves along its steps, whoever asks."""
        wanted = self.row.mine.get("status")
        if self.row.tbl != "appointments" or wanted is None or self.row.theirs is None:
            return True
        now = str(self.row.theirs.get("status"))
        return wanted == now or may_become(now, str(wanted))

    def _on_picked(self) -> None:
        mine, keys = self.sides.mine, self.sides.keys
        is_mine, is_theirs = mine == keys, not mine
        self.apply.setText(
            self.speech.keep_words(self.row)
            if is_mine
            else tr("Conflicts", "Keep server's")
            if is_theirs
            else tr("Conflicts", "Keep what is picked")
        )
        self.mine.setVisible(not is_mine)
        self.theirs.setVisible(not is_theirs)
        is_blocked = "status" in mine and not self._can_keep_mine
        self.apply.setEnabled(not is_blocked)
        self.mine.setEnabled(self._can_keep_mine)
        self.note.setVisible(not self._can_keep_mine)
        if not self._can_keep_mine:
            now = str((self.row.theirs or {}).get("status"))
            self.note.setText(
                tr(
                    "Conflicts",
                    "From {state} an appointment cannot go where your draft wanted it.",
                    state=state_word(now).lower(),
                )
            )

    def _on_mine(self) -> None:
        self.decided.emit(keep_mine(self.row.id))

    def _on_theirs(self) -> None:
        self.decided.emit(keep_theirs(self.row.id))

    def _on_both(self) -> None:
        self.decided.emit(KeepBoth(self.row.id, self.text_for_note))
