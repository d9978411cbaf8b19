"""What is known while somebody comes in. No password and no code is in here: they go from the field
straight to whoever checks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clinic_app.domain.signing_in import Missing, Way
from clinic_app.features.auth.model.server import Refusal, Server

SHORTEST_PASSWORD = 8
"""Of a password that opens this computer alone; the account's are the server's to judge."""


class Step(StrEnum):
    """Where somebody stands on the way in."""

    WHERE = "where"
    WHO = "who"
    CODE = "code"
    BROWSER = "browser"
    FACTOR = "factor"
    KEY = "key"
    FILLING = "filling"
    OPEN = "open"


class Doing(StrEnum):
    """What is under way, so that a second Enter does nothing."""

    NOTHING = ""
    LOOKING = "looking"
    ASKING = "asking"
    UNLOCKING = "unlocking"
    STARTING = "starting"
    MAILING = "mailing"
    BROWSING = "browsing"
    PROVING = "proving"
    KEEPING = "keeping"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who has signed in on this computer before. `can_unlock`: their data is kept here."""

    id: str
    name: str
    email: str
    can_unlock: bool = True


@dataclass(frozen=True, slots=True)
class Ways:
    """What the clinic's project lets people come in by, besides a password."""

    by_mail: bool = False
    providers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entrance:
    """Everything the page shows. Times are in the seconds of a monotonic clock.

    `wait_until`: no try before. `again_at`: no further mail before. `least`: how long a new password
    must be. `on_paper`: the second proof is a code on paper. `is_again`: over open work, of one person.
    """

    step: Step
    server: Server | None = None
    people: tuple[KnownPerson, ...] = ()
    email: str = ""
    way: Way = Way.PASSWORD
    ways: Ways = Ways()
    missing: Missing | None = None
    doing: Doing = Doing.NOTHING
    refusal: Refusal | None = None
    wrong: int = 0
    wait_until: float = 0.0
    again_at: float = 0.0
    least: int = SHORTEST_PASSWORD
    on_paper: bool = False
    is_away: bool = False
    is_again: bool = False
    filled: tuple[int, int] = (0, 0)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self.doing is not Doing.NOTHING

    @property
    def person(self) -> KnownPerson | None:
        """Who of this computer's people the e-mail address belongs to."""
        wanted = self.email.strip().casefold()
        return next((each for each in self.people if each.email.casefold() == wanted), None)
