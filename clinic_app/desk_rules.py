"""What the clinic allows at a desk now: its policies, the lease, an emergency. The window shows it.

Looked at before the window is shown, whenever the replica hears of something, and as time goes by.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, select

from clinic_app.errors import words_for_code
from clinic_app.session import OpenSession
from clinic_app.shell.rules_banner import Wish
from clinic_app.shell.window import MainWindow
from clinic_app.ui import ask
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import marked, tr
from sync.clock import Clock
from sync.errors import Damaged, Expected, Offline
from sync.replica import keys, lease
from sync.replica.lease import Reach, Standing
from sync.replica.policies import Policy, policy_of
from sync.replica.tables import facility_members

LOOK_AGAIN_S: Final = 60.0
SEE_EVERY: Final = timedelta(minutes=5)
LEAST_REASON: Final = 10
BREAK_GLASS: Final = marked("Deed", "Open in an emergency")
_TABLES: Final = frozenset({"settings", "facility_policies", "facility_members", "facilities"})


class DeskRules:
    """Call `look` before the window is shown, then `follow`."""

    def __init__(self, session: OpenSession, window: MainWindow, clock: Clock) -> None:
        self.policy = Policy()
        self.standing: Standing | None = None
        self._session, self._window, self._clock = session, window, clock
        self._seen_at: datetime | None = None
        self._is_damaged = self._is_put_out = False
        window.rules.wanted.connect(self._on_wanted)
        window.covers.closed.glass_wanted.connect(self._on_glass_wanted)
        window.covers.closed.contact_wanted.connect(self._on_contact_wanted)

    def follow(self) -> None:
        """Keep to the rules for as long as the window lives."""
        scope = self._window.scope
        scope.restart("rules by news", self._follow_news())
        scope.restart("rules by time", self._follow_time())
        scope.restart("rules by line", self._follow_line())

    async def look(self) -> None:
        """See how things stand now, and let the window show it."""
        now, person = self._clock.now(), self._session.person.id

        clinic = self._window.ctx.person.facility_id

        def read(db: Connection) -> tuple[Policy, Standing, bool]:
            policy = policy_of(db, person)
            return policy, lease.standing(db, policy, now), _works_in(db, person, clinic)

        self.policy, standing, works_here = await self._session.replica.read(read)
        self._is_put_out = not works_here
        self.standing = standing
        replica = self._session.replica
        is_long_ago = self._seen_at is None or abs(now - self._seen_at) >= SEE_EVERY
        if is_long_ago and not replica.is_newer:
            self._seen_at = now
            await replica.apply(lambda db: lease.see(db, now))
        self._show(standing)

    async def break_glass(self) -> None:
        """Ask for the reason of an emergency, write it down, and only then open."""
        reason = await ask.text(
            self._window,
            tr("Lease", "Open in an emergency"),
            tr("Lease", "Why it cannot wait"),
            words=tr(
                "Lease",
                "Your name, the time and what you type here go into the audit trail, and to the"
                " clinic at the next contact. It stays open for {length}.",
                length=fmt.brief(lease.BROKEN_FOR),
            ),
            yes=tr("Lease", "Open"),
            check=_reason_trouble,
        )
        if not reason:
            return
        replica = self._session.replica
        deed = partial(
            lease.break_glass,
            reason=reason,
            now=self._clock.now(),
            person=self._session.person.id,
            device=replica.device,
            label=BREAK_GLASS,
        )
        await replica.apply(deed, {"settings", "audit"}, durable=True)
        await self.look()

    # Private

    async def _follow_news(self) -> None:
        with self._session.replica.changes.watching(_TABLES) as news:
            while await news.changed():
                await self.look()

    async def _follow_time(self) -> None:
        while True:
            await self._clock.sleep(self._until_next())
            await self.look()

    async def _follow_line(self) -> None:
        async for status in self._session.engine.statuses():
            closed = self._window.covers.closed
            if status.phase == "signed_out":
                closed.set_state(tr("Lease", "You are signed out."), is_signed_out=True)
            elif status.phase == "offline":
                closed.set_state(f"{words_for_code(Offline.code).title}.")
            else:
                closed.set_state(tr("Lease", "Looking for the server…"))
            if status.error == Damaged.code and not self._is_damaged:
                self._is_damaged = True
                if self.standing is not None:
                    self._show(self.standing)

    def _until_next(self) -> float:
        """Seconds until it may be otherwise by the clock alone, at most a minute."""
        then = self.standing.changes_at if self.standing else None
        if self.standing is None or then is None:
            return LOOK_AGAIN_S
        left = (then - self.standing.now).total_seconds()
        return min(LOOK_AGAIN_S, max(1.0, left))

    def _show(self, standing: Standing) -> None:
        self._session.replica.is_read_only = standing.reach is not Reach.ALL
        covers, banner = self._window.covers, self._window.rules
        since = fmt.ago(standing.lease.told_at, standing.now) if standing.lease else ""
        if standing.reach is Reach.NOTHING:
            covers.close_until_contact(since, is_unreadable=standing.is_unreadable)
        else:
            covers.open_again()
        zone = self._window.ctx.person.time_zone
        if self._is_damaged:
            banner.say_damaged()
        elif self._is_put_out:
            banner.say_put_out(self._window.ctx.person.facility_name)
        elif self._session.replica.is_newer:
            banner.say_newer()
        elif standing.reach is Reach.READ and standing.is_unreadable:
            banner.say_unreadable()
        elif standing.reach is Reach.READ:
            banner.say_read_only(since)
        elif standing.glass is not None:
            banner.say_broken(
                fmt.clock_time(standing.glass.at, zone), fmt.clock_time(standing.glass.until, zone)
            )
        elif self._are_keys_wanted():
            banner.say_keys_wanted()
        else:
            banner.say_nothing()

    def _are_keys_wanted(self) -> bool:
        since = self.policy.keys_since
        if since is None or since > self._clock.now():
            return False
        replica = self._session.replica
        try:
            made = keys.key_made_at(replica.path.parent, replica.person)
        except Expected:
            return False
        return made is None or made < since

    # Slots

    def _on_wanted(self, wish: str) -> None:
        if wish == Wish.GLASS:
            self._on_glass_wanted()
        elif wish == Wish.KEYS:
            self._window.commands.run("keys.renew")

    def _on_glass_wanted(self) -> None:
        self._window.scope.restart("break the glass", self.break_glass())

    def _on_contact_wanted(self) -> None:
        if self._session.engine.status.phase == "signed_out":
            self._window.asked.emit("sign_in")
        else:
            self._session.engine.wake("asked")


def _works_in(db: Connection, person: str, clinic: str) -> bool:
    m = facility_members.c
    asked = select(m.id).where(m.user_id == person, m.facility_id == clinic, m.is_active)
    return db.execute(asked).first() is not None


def _reason_trouble(typed: str) -> str:
    if len(typed) < LEAST_REASON:
        return tr("Lease", "Say in a few words why it cannot wait.")
    return ""


async def keep_typed_text(window: MainWindow, within_s: float) -> None:
    """Write down what is being typed on any page, as far as the time allows.

    What one page cannot keep, as StorageFull, is raised after the others have had their turn.
    """
    trouble: Expected | None = None
    for page in list(window.pages.values()):
        try:
            async with asyncio.timeout(within_s):
                await page.leave()
        except TimeoutError:
            continue
        except Expected as error:
            trouble = error
    if trouble is not None:
        raise trouble
