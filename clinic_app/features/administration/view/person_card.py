"""One person of the clinic: name and role to change, their computers, and the way out."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clinic_app.domain.roles import Role
from clinic_app.features.administration.model import Spec
from clinic_app.features.administration.queries import MemberRow
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.computers import Computers
from clinic_app.features.administration.view.editor import Editor, Save
from clinic_app.features.administration.view.question import Question
from clinic_app.features.administration.view.registry import Registry
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Button, Label

MEMBER = (Spec("display_name", required=True, longest=200), Spec("role", "choice"))


class PersonCard(Editor):
    """The form of a membership; what the server knows stands below it."""

    def __init__(
        self, ctx: Context, registry: Registry, save: Save, parent: QWidget | None = None
    ) -> None:
        super().__init__(ctx, "facility_members", MEMBER, save, parent)
        self._registry = registry
        self.form.offer("role", words.roles())
        self.form.edited.connect(self._say_role)
        self.email = Label("", "muted", self, selectable=True)
        self.computers = Computers(ctx, self)
        self.question = Question(self)
        self.out = Button("", "warn", self)
        self.extras.addWidget(self.out)
        self.below.addWidget(self.question)
        self.below.addWidget(self.email)
        self.below.addWidget(self.computers)

    def show_person(self, row: MemberRow) -> None:
        """What stands around the form."""
        is_beyond = row.role == Role.SYSTEM_ADMIN
        self.form.offer(
            "role", [("system_admin", words.role("system_admin"))] if is_beyond else words.roles()
        )
        self.form.put({"role": row.role} if not self.is_touched else {})
        for name in ("display_name", "role"):
            self.form.field(name).control.setEnabled(not is_beyond)
        self.save_button.setVisible(not is_beyond)
        self.out.setVisible(not is_beyond)
        self.out.setText(
            tr("Administration", "Deactivate…")
            if row.is_active
            else tr("Administration", "Activate again")
        )
        self.out.set_role("warn" if row.is_active else "plain")
        self._say_role()
        self.show_known()

    def show_known(self) -> None:
        """What the server told of them, or why it did not."""
        if self.row is None:
            return
        known = self._registry.known(self.row.user_id)
        self.email.setText(known.email if known is not None else "")
        self.email.setVisible(known is not None)
        if self._registry.is_known:
            self.computers.show_known(known)
        elif self._registry.trouble is not None:
            asked = tr("Administration", "To see their address and computers")
            self.computers.show_none(words.offline(asked))
        else:
            self.computers.show_none(tr("Administration", "Asking the server…"))

    def _say_role(self) -> None:
        note = self.form.field("role").note
        said = words.what_a_role_may(self.form.typed["role"])
        note.setText(said)
        note.setVisible(bool(said))
