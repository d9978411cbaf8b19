"""The way into the program: connect to a clinic, sign in, unlock without a line, first fill.

No entry of the navigation: the program shows `AuthPage` before there is a window, `sign_in_again` over
open work, and hands both `Doors`. The other names are what they say to each other.
"""

from clinic_app.domain.signing_in import Missing, Way
from clinic_app.features.auth.model.account import (
    Account,
    Authenticator,
    NewAuthenticator,
    SignedInAt,
)
from clinic_app.features.auth.model.doors import Doors, Outcome, Passed
from clinic_app.features.auth.model.events import (
    Asked,
)
from clinic_app.features.auth.model.server import Server
from clinic_app.features.auth.model.state import (
    KnownPerson,
    Step,
    Ways,
)
from clinic_app.features.auth.view import AuthPage, show_security, sign_in_again

__all__ = [
    "Account",
    "Asked",
    "AuthPage",
    "Authenticator",
    "Doors",
    "KnownPerson",
    "Missing",
    "NewAuthenticator",
    "Outcome",
    "Passed",
    "Server",
    "SignedInAt",
    "Step",
    "Way",
    "Ways",
    "show_security",
    "sign_in_again",
]
