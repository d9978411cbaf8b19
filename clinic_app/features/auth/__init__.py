"""The way into the program: connect to a clinic, sign in, unlock without a line, first fill.

No entry of the navigation: the program shows `AuthPage` before there is a window, and hands it
`Doors`. `Server`, `KnownPerson` and `Passed` are what the two say to each other.
"""

from clinic_app.features.auth.model.doors import Doors, Passed
from clinic_app.features.auth.model.entrance import KnownPerson
from clinic_app.features.auth.model.server import Server
from clinic_app.features.auth.view import AuthPage

__all__ = ["AuthPage", "Doors", "KnownPerson", "Passed", "Server"]
