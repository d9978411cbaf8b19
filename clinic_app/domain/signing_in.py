"""By what somebody proves who they are, and what may be missing after that."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """The first proof."""

    PASSWORD = "password"  # noqa: S105 - a way, not a word
    CODE = "code"
    RECOVERY = "recovery"
    INVITE = "invite"
    BROWSER = "browser"


class Missing(StrEnum):
    """What the door still wants after the first proof was right."""

    FACTOR = "factor"
    """A second proof."""
    ACCOUNT_PASSWORD = "account_password"  # noqa: S105
    """A new password for the account: the old one is forgotten, or there was none."""
    LOCAL_PASSWORD = "local_password"  # noqa: S105
    """A password for what will be kept on this computer."""
    OLD_PASSWORD = "old_password"  # noqa: S105
    """The password that opens what is kept on this computer already."""
