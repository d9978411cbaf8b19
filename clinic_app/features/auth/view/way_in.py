"""Leads somebody from an address to an open door: what is pressed and typed on the cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from clinic_app.domain.signing_in import Missing, Way
from clinic_app.features.auth.model import events as happens
from clinic_app.features.auth.model.doors import Doors
from clinic_app.features.auth.model.server import Refusal, server_of
from clinic_app.features.auth.model.state import (
    Doing,
    Entrance,
    KnownPerson,
    Step,
)
from clinic_app.features.auth.view.guide import Ask, Guide
from sync.clock import Clock


class WayIn(Guide):
    """The cards, and what their buttons do."""

    def __init__(
        self,
        doors: Doors,
        clock: Clock,
        state: Entrance,
        people: Sequence[KnownPerson] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(doors, clock, state, people, parent)
        self._provider = ""
        self._knows_ways = False
        self._connect()

    # Slots

    def _connect(self) -> None:
        cards = self.cards
        cards.where.sent.connect(self._on_server_sent)
        cards.where.demo_asked.connect(self._on_demo_asked)
        cards.who.sent.connect(self._on_sign_in_sent)
        cards.who.left.connect(self._on_server_left)
        cards.who.chosen.connect(self._on_person_chosen)
        cards.who.way_chosen.connect(self._on_way_chosen)
        cards.who.browse_chosen.connect(self._on_browse_chosen)
        cards.code.email.textEdited.connect(self._on_person_chosen)
        cards.code.sent.connect(self._on_code_sent)
        cards.code.again_wanted.connect(self._on_mail_wanted)
        cards.browser.sent.connect(self._on_browse_again)
        cards.factor.sent.connect(self._on_proof_sent)
        cards.key.sent.connect(self._on_key_sent)
        cards.key.aside_wanted.connect(self._on_aside_wanted)
        cards.fill.enough.connect(self._on_enough)
        for panel in (cards.factor, cards.key):
            panel.turned.connect(self._on_turned)
        for further in (cards.code, cards.browser, cards.factor, cards.key):
            further.went_back.connect(self._on_went_back)

    def _on_server_sent(self, address: str, key: str) -> None:
        found = server_of(address, key)
        if isinstance(found, Refusal):
            self.tell(happens.ServerGiven(None, found))
        elif self.tell(happens.ServerGiven(found)):
            self.scope.start("probe", self.probe(found))

    def _on_demo_asked(self) -> None:
        if self.tell(happens.DemoAsked()):
            self.demo_asked.emit()

    def _on_sign_in_sent(self) -> None:
        server, who = self.state.server, self.cards.who
        if server is None or self.state.is_busy:
            return
        has_password = bool(who.password.text())
        now = self.clock.monotonic()
        self.tell(happens.SignInAsked(who.email.text(), has_password, now))
        if self.state.doing is Doing.ASKING:
            self.scope.restart("door", self.sign_in(server, who.take_password()))

    def _on_way_chosen(self, name: str) -> None:
        way = Way(name)
        if way is Way.INVITE:
            self.tell(happens.InvitationHeld(self.cards.who.email.text()))
        else:
            self._ask_for_mail(self.cards.who.email.text(), way)

    def _on_mail_wanted(self) -> None:
        self._ask_for_mail(self.state.email, self.state.way)

    def _ask_for_mail(self, email: str, way: Way) -> None:
        server = self.state.server
        if server is None or self.state.is_busy:
            return
        self.tell(happens.MailAsked(email, way, self.clock.monotonic()))
        if self.state.doing is Doing.MAILING:
            self.scope.restart("door", self.mail(server))

    def _on_code_sent(self) -> None:
        server, card = self.state.server, self.cards.code
        if server is None or self.state.is_busy:
            return
        given = happens.CodeGiven(card.email.text(), len(card.code.text()), self.clock.monotonic())
        self.tell(given)
        if self.state.doing is Doing.ASKING:
            email, way, code = self.state.email, self.state.way, card.take_code()
            self.inquire(lambda: self.doors.enter_code(server, email, code, way))

    def _on_browse_chosen(self, provider: str) -> None:
        if self.tell(happens.BrowserAsked(provider)):
            self._provider = provider
            self._on_browse_again()

    def _on_browse_again(self) -> None:
        server, provider = self.state.server, self._provider
        if server is not None and self.state.step is Step.BROWSER:
            self.inquire(lambda: self.doors.browse(server, provider))

    def _on_proof_sent(self) -> None:
        if self.state.is_busy:
            return
        card = self.cards.factor
        self.tell(happens.ProofGiven(len(card.code.text().strip()), self.clock.monotonic()))
        if self.state.doing is Doing.PROVING:
            code, on_paper = card.take_code(), self.state.on_paper
            self.inquire(lambda: self.doors.prove(code, on_paper=on_paper))

    def _on_key_sent(self) -> None:
        if self.state.is_busy:
            return
        card, now = self.cards.key, self.clock.monotonic()
        self.tell(happens.KeyGiven(len(card.password.text()), card.agrees, now))
        if self.state.doing is Doing.KEEPING:
            self.inquire(self._key_deed(card.take_password()))

    def _key_deed(self, typed: str) -> Ask:
        if self.state.missing is not Missing.OLD_PASSWORD:
            return lambda: self.doors.choose_password(typed)
        if self.state.on_paper:
            return lambda: self.doors.open_with_paper(typed)
        return lambda: self.doors.open_with(typed)

    def _on_aside_wanted(self) -> None:
        self.scope.restart("put aside", self.put_aside())

    def _on_turned(self) -> None:
        self.tell(happens.PaperTurned())
        self.go()

    def _on_went_back(self) -> None:
        if self.tell(happens.WentBack()):
            for name in ("door", "link", "clock"):
                self.scope.stop(name)
            self.scope.start("leave", self.doors.leave())

    def _on_server_left(self) -> None:
        self.tell(happens.ServerLeft())

    def _on_person_chosen(self, email: str) -> None:
        self.tell(happens.PersonChosen(email))

    def _on_enough(self) -> None:
        self.tell(happens.FillEnough())

    # Overrides of Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        server = self.state.server
        if server is not None and not self._knows_ways:
            self._knows_ways = True
            self.scope.restart("ways", self.find_ways(server))
        self.go()
