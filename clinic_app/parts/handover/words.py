"""What is said of a card that goes to a colleague, or came from one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clinic_app.parts.handover.actions import NotHandedOver, Why
from clinic_app.parts.record_words import Speech
from clinic_app.ui.i18n import tr
from sync.replica.handing import LONGEST_NOTE


def handed_over_by(body: Mapping[str, Any], speech: Speech) -> str:
    """ "Handed over by Lucía Herrera, 10:51: Please ring her", for the body of a card; else nothing."""
    handed = body.get("handed_over")
    if not handed:
        return ""
    said = tr(
        "Handover",
        "Handed over by {who}, {when}.",
        who=speech.person(handed.get("by")),
        when=speech.when(datetime.fromisoformat(str(handed["at"]))),
    )
    note = str(handed.get("note") or "").strip()
    return f"{said} {note}".strip()


def refused_words(body: Mapping[str, Any]) -> str:
    """For a card that came back because the server would not hand it over; else nothing."""
    if not body.get("not_handed_over"):
        return ""
    return tr(
        "Handover",
        "It could not be handed over: that person does not work here any more, or may not have it.",
    )


def not_handed_over(outcome: NotHandedOver) -> str:
    """Why a card stays where it is, in a sentence."""
    return {
        Why.SETTLED: tr("Handover", "It has been decided already."),
        Why.NOBODY: tr("Handover", "This person does not work in the clinic of the record."),
        Why.HANGING: tr(
            "Handover",
            "Other changes of yours hang on this record. Decide it here, and they go with it.",
        ),
        Why.NOT_SUITABLE: tr("Handover", "This one can only be decided here."),
        Why.TOO_LONG: tr(
            "Handover", "The note is too long: at most {most} characters.", most=LONGEST_NOTE
        ),
    }[outcome.why]
