"""The card around the form: strips over it, the look-alikes in its place, buttons under it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.features.patients.view.form import PatientForm
from clinic_app.features.patients.view.lookalikes import LookalikePanel
from clinic_app.parts.strip import Strip
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card


class FormCard(Card):
    """Holds the pieces; what they do is decided by `Editing`."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent, flush=True)
        self.trouble = Strip("danger", self)
        self.restored = Strip("info", self)
        self.changed = Strip("amber", self)
        self.form = PatientForm(self)
        self.alike = LookalikePanel(ctx, self)
        self.save = Button(tr("Patients", "Save"), "primary", self, hint="Enter")
        self.leave = Button(tr("Patients", "Close"), "plain", self, hint="Esc")
        self.discard = Button(tr("Patients", "Discard changes"), "warn", self)
        self.buttons = QWidget(self)
        self._lay_out()

    def show_form(self) -> None:
        """Show the fields."""
        self.alike.hide()
        self.form.show()
        self.buttons.show()

    def show_alike(self) -> None:
        """Show the people who look alike in place of the fields."""
        self.form.hide()
        self.buttons.hide()
        self.alike.show()

    def hide_strips(self) -> None:
        """Take every strip away."""
        for strip in (self.trouble, self.restored, self.changed):
            strip.say("")

    def _lay_out(self) -> None:
        for strip in (self.trouble, self.restored, self.changed):
            self.body.addWidget(strip)
        inner = QVBoxLayout()
        large = theme().space("large")
        inner.setContentsMargins(large, theme().space("medium"), large, large)
        inner.setSpacing(theme().space("large"))
        inner.addWidget(self.form)
        inner.addWidget(self.alike)
        self.alike.hide()
        row = QHBoxLayout(self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space())
        row.addWidget(self.save)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.discard)
        inner.addWidget(self.buttons)
        self.body.addLayout(inner)
