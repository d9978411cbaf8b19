"""How the administration looks."""

from clinic_app.features.administration.view.page import AdministrationPage

__all__ = ["AdministrationPage"]
