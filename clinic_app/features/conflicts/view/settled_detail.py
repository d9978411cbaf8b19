"""A card that was decided: what was chosen, by whom, and all three texts, for ever."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinic_app.features.conflicts.actions import Reopen
from clinic_app.features.conflicts.queries import CardRow
from clinic_app.features.conflicts.view.detail import Detail
from clinic_app.features.conflicts.view.sides import Sides
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.parts.record_words import joined, labels
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Label


class SettledDetail(Detail):
    """Nothing to decide; it can be taken back while nothing of it has been sent."""

    def __init__(
        self, card: CardRow, speech: Speech, *, can_reopen: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(card, speech, parent)
        self.chip.set(labels.outcome(card.outcome or ""), "green")
        at = card.closed_at or datetime.fromisoformat(str(card.resolution["at"]))
        who = speech.person(card.resolution.get("by"))
        self.story.setText(
            tr(
                "Conflicts",
                "Decided by {who}, {time}. All texts are kept.",
                who=who,
                time=speech.when(at),
            )
        )
        instead = card.resolution.get("chosen", {}).get("instead")
        if instead:
            became = [line for line in self.lines if set(line.fields) & instead.keys()]
            said = joined(*(speech.side(card, line, {**card.mine, **instead}) for line in became))
            self.middle.addWidget(
                Label(tr("Conflicts", "Sent instead: {what}", what=said), "strong", self, wrap=True)
            )
        self.middle.addWidget(Sides(card, self.lines, speech, self))
        self.discard.hide()
        self.hand.hide()
        self.back = self.add_button(tr("Conflicts", "Take the decision back"))
        self.back.clicked.connect(self._on_back)
        self.back.setVisible(can_reopen)

    def begin(self) -> None:
        first = self.past if self.back.isHidden() else self.back
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_back(self) -> None:
        self.decided.emit(Reopen(self.row.id))
