"""People and rules: one section at a time, each with its list at the left and its form at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from clinic_app.features.administration.view import kinds, words
from clinic_app.features.administration.view.clinic import Facility, Rules
from clinic_app.features.administration.view.listing import Listing
from clinic_app.features.administration.view.people import People
from clinic_app.features.administration.view.providers import Providers
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import Command
from clinic_app.ui.page import Page, Said
from clinic_app.ui.widgets import Segmented

Section = People | Listing | Facility | Rules


class AdministrationPage(Page):
    """Alt+1 to Alt+6 choose a section, Ctrl+N begins something new in it."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, tr("Administration", "People and rules"), parent)
        titles = {
            "people": tr("Administration", "People"),
            "providers": tr("Administration", "Providers"),
            "rooms": tr("Administration", "Rooms"),
            "types": tr("Administration", "Kinds of visit"),
            "clinic": tr("Administration", "Clinic"),
            "rules": tr("Administration", "Rules"),
        }
        self.sections: dict[str, Section] = {
            "people": People(self.ctx, self),
            "providers": Providers(self.ctx, self),
            "rooms": Listing(self.ctx, kinds.rooms(), self),
            "types": Listing(self.ctx, kinds.visit_types(), self),
            "clinic": Facility(self.ctx, self),
            "rules": Rules(self.ctx, self),
        }
        self._titles = titles
        self._stack = QStackedWidget(self)
        for section in self.sections.values():
            self._stack.addWidget(section)
            section.said.connect(self._on_said)
        self.providers.editor.form.offer("room_id", [("", tr("Administration", "None"))])
        self.types.editor.form.offer("modality", words.modalities())
        self.types.editor.form.offer("color", words.colors())
        self.which = Segmented(list(titles.items()), name=tr("Administration", "Section"))
        self.which.chosen.connect(self.choose)
        self.body.addWidget(self._stack)

    @property
    def section(self) -> Section:
        """What is shown."""
        return self.sections[self.which.value]

    @property
    def people(self) -> People:
        """The people of the clinic."""
        found = self.sections["people"]
        assert isinstance(found, People)
        return found

    @property
    def providers(self) -> Providers:
        """Those one can book with."""
        found = self.sections["providers"]
        assert isinstance(found, Providers)
        return found

    @property
    def types(self) -> Listing:
        """Kinds of visit."""
        found = self.sections["types"]
        assert isinstance(found, Listing)
        return found

    # What the window calls

    def toolbar_widgets(self) -> Sequence[QWidget]:
        return (self.which,)

    def commands(self) -> Sequence[Command]:
        choosing = [
            Command(f"administration.{key}", title, f"Alt+{number}", partial(self.choose, key))
            for number, (key, title) in enumerate(self._titles.items(), start=1)
        ]
        return (
            *choosing,
            Command(
                "administration.new",
                tr("Administration", "New in this section"),
                "Ctrl+N",
                self.new,
                self._can_begin,
            ),
            Command(
                "administration.invite", tr("Administration", "Invite somebody"), "", self.invite
            ),
        )

    def go_to(self, **where: object) -> None:
        """`section` is one of the keys of `sections`."""
        self.choose(str(where.get("section", self.which.value)))

    def on_shown(self) -> None:
        self.section.begin()

    async def leave(self) -> None:
        for section in self.sections.values():
            await section.keep()

    # What a person does

    def choose(self, key: str) -> None:
        """Show a section."""
        if key in self.sections:
            self.which.choose(key)
            self._stack.setCurrentWidget(self.sections[key])
            self.section.begin()

    def new(self) -> None:
        """Begin something new in the section that is shown."""
        if isinstance(self.section, People | Listing):
            self.section.new()

    def invite(self) -> None:
        """Invite somebody, from anywhere."""
        self.choose("people")
        self.people.new()

    # Private

    def _can_begin(self) -> bool:
        return isinstance(self.section, People | Listing)

    def _on_said(self, said: Said) -> None:
        self.said.emit(said)
