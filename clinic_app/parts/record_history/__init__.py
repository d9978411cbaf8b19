"""The past of one record: who changed what and when, with every text that was ever in doubt."""

from clinic_app.parts.record_history.sheet import show_history
from clinic_app.parts.record_history.view import RecordHistory

__all__ = ["RecordHistory", "show_history"]
