"""What somebody typed, looked at before anybody is asked."""

from __future__ import annotations

import re
from typing import Final

from clinic_app.features.auth.model.server import Refusal

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")


def email_refusal(email: str) -> Refusal | None:
    """What is wrong with an address, or nothing."""
    if not email:
        return Refusal("email", "missing")
    return None if _EMAIL.fullmatch(email) else Refusal("email", "shape")
