"""The way in on the screen."""

from clinic_app.features.auth.view.again import sign_in_again
from clinic_app.features.auth.view.page import AuthPage

__all__ = ["AuthPage", "sign_in_again"]
