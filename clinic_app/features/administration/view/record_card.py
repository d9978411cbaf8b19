"""The card around the form of a record: strips over it, buttons under it, and room for more below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.features.administration.model import Spec
from clinic_app.features.administration.view.record_form import RecordForm
from clinic_app.parts.strip import Strip
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Label


class RecordCard(Card):
    """Holds the pieces; what they do is decided by `Editor`."""

    def __init__(self, specs: Sequence[Spec], parent: QWidget | None = None) -> None:
        super().__init__(" ", parent, flush=True)
        self.trouble, self.restored = Strip("danger", self), Strip("info", self)
        self.changed = Strip("amber", self)
        self.form = RecordForm(specs, self)
        self.mark = Label("", "amber", self)
        self.save_button = Button(tr("Administration", "Save"), "primary", self, hint="Enter")
        self.discard = Button(tr("Administration", "Discard changes"), "warn", self)
        self.extras = QHBoxLayout()
        self.below = QVBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        for strip in (self.trouble, self.restored, self.changed):
            self.body.addWidget(strip)
        self.head.insertWidget(1, self.mark)
        inner = QVBoxLayout()
        large = theme().space("large")
        # Under the words of the head, to the pixel.
        self.head.setContentsMargins(large, theme().space("medium"), large, 0)
        inner.setContentsMargins(large, theme().space("medium"), large, large)
        inner.setSpacing(theme().space("large"))
        inner.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(theme().space())
        row.addWidget(self.save_button)
        row.addWidget(self.discard)
        row.addStretch(1)
        self.extras.setSpacing(theme().space())
        row.addLayout(self.extras)
        inner.addLayout(row)
        inner.addLayout(self.below)
        self.body.addLayout(inner)
