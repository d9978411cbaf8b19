"""The way in on the screen."""

from clinic_app.features.auth.view.again import sign_in_again
from clinic_app.features.auth.view.page import AuthPage
from clinic_app.features.auth.view.security import show_security

__all__ = ["AuthPage", "show_security", "sign_in_again"]
