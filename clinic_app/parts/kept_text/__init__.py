"""Text that was typed into a form and not saved yet: kept on this computer until it is."""

from clinic_app.parts.kept_text.actions import KeepForm, form_key
from clinic_app.parts.kept_text.queries import Kept, kept_form
from clinic_app.parts.kept_text.view import NEW, KeptText

__all__ = ["NEW", "KeepForm", "Kept", "KeptText", "form_key", "kept_form"]
