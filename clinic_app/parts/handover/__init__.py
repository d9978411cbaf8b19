"""Hand a refused draft to a colleague: whom to choose from, the deed itself, and the sheet that asks."""

from clinic_app.parts.handover.actions import HandedOver, HandOver, NotHandedOver, Why
from clinic_app.parts.handover.view import ask_whom
from clinic_app.parts.handover.words import handed_over_by, not_handed_over, refused_words

__all__ = [
    "HandOver",
    "HandedOver",
    "NotHandedOver",
    "Why",
    "ask_whom",
    "handed_over_by",
    "not_handed_over",
    "refused_words",
]
