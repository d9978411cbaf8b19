"""What can happen while somebody comes in. An event tells lengths, never what was typed."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.domain.signing_in import Missing, Way
from clinic_app.features.auth.model.server import Refusal, Server
from clinic_app.features.auth.model.state import (
    SHORTEST_PASSWORD,
    Ways,
)

# --- where the clinic is --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ServerGiven:
    """The form of the first run was sent; `refusal` when it was not even worth asking."""

    server: Server | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class DemoAsked:
    """Somebody wants to look around in an invented clinic."""


@dataclass(frozen=True, slots=True)
class ServerFound:
    """A clinic's server answered."""


@dataclass(frozen=True, slots=True)
class ServerLeft:
    """Back to the choice of a server."""


@dataclass(frozen=True, slots=True)
class WaysFound:
    """The server said what it offers."""

    ways: Ways


# --- who somebody is -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonChosen:
    """One of the people known here was picked, or an address typed."""

    email: str


@dataclass(frozen=True, slots=True)
class SignInAsked:
    """The sign-in form was sent. `has_password` is all a state may know of it."""

    email: str
    has_password: bool
    now: float


@dataclass(frozen=True, slots=True)
class MailAsked:
    """A code is wanted by mail: to come in, or to choose a new password. Also a further one."""

    email: str
    way: Way
    now: float


@dataclass(frozen=True, slots=True)
class MailSent:
    """It is on its way; another one can be asked for in a while."""

    again_at: float


@dataclass(frozen=True, slots=True)
class InvitationHeld:
    """Somebody has a code of an invitation."""

    email: str


@dataclass(frozen=True, slots=True)
class CodeGiven:
    """The form of the mailed code was sent, with so many digits in it."""

    email: str
    digits: int
    now: float


@dataclass(frozen=True, slots=True)
class LinkFollowed:
    """The link of the same mail was opened instead."""


@dataclass(frozen=True, slots=True)
class BrowserAsked:
    """Another service is to vouch for somebody, in the browser."""

    provider: str


# --- what follows --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The proof was right, and the door wants something else."""

    missing: Missing
    least: int = SHORTEST_PASSWORD


@dataclass(frozen=True, slots=True)
class ProofGiven:
    """The form of the second proof was sent; it holds something, or not."""

    length: int
    now: float


@dataclass(frozen=True, slots=True)
class PaperTurned:
    """The second proof is to be a code on paper, or one of the authenticator again."""


@dataclass(frozen=True, slots=True)
class KeyGiven:
    """The form of a password was sent: so many characters, and whether both fields agree."""

    length: int
    agrees: bool
    now: float


@dataclass(frozen=True, slots=True)
class AsideWanted:
    """What is kept here cannot be opened and is to be put aside, for a fresh beginning."""


@dataclass(frozen=True, slots=True)
class WentBack:
    """This way is left; the sign-in begins anew."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What was under way ended with the error of this code. `wait_s`: no sooner than that."""

    code: str
    now: float = 0.0
    wait_s: float = 0.0
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """The door is open. `needs_fill`: this computer holds nothing of the clinic yet."""

    needs_fill: bool


@dataclass(frozen=True, slots=True)
class FillMoved:
    """So many of so many records are here."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FillEnough:
    """Everything is here, or the person works with what is here already."""


Event = (
    ServerGiven
    | DemoAsked
    | ServerFound
    | ServerLeft
    | WaysFound
    | PersonChosen
    | SignInAsked
    | MailAsked
    | MailSent
    | InvitationHeld
    | CodeGiven
    | LinkFollowed
    | BrowserAsked
    | Asked
    | ProofGiven
    | PaperTurned
    | KeyGiven
    | AsideWanted
    | WentBack
    | Failed
    | Entered
    | FillMoved
    | FillEnough
)
