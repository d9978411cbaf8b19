"""Whose rights the embedded PostgreSQL runs with: it refuses to run as root."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.errors import Expected


class NoAccount(Expected):
    """The program runs as root and found no unprivileged account for PostgreSQL."""

    code = "backend.account"


@dataclass(frozen=True)
class Account:
    """An unprivileged account to run as; without `uid` it is the one we already are."""

    uid: int | None = None
    gid: int | None = None

    @property
    def as_user(self) -> dict[str, Any]:
        """Arguments for `subprocess` that start a child under this account."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give this account a file or an empty folder that we made."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def account_for(folder: Path) -> Account:
    """The account for a server on `folder`: ourselves; as root its owner, postgres or nobody."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return Account()
    if folder.exists() and folder.stat().st_uid != 0:
        kept = folder.stat()
        return Account(kept.st_uid, kept.st_gid)
    import pwd

    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise NoAccount("PostgreSQL does not run as root. Start this program as another user.")


def let_through(account: Account, *paths: Path) -> None:
    """As root: let the account pass through every folder on the way to `paths`, and list none.

    Only the right to pass is added, and only where it is missing.
    """
    if account.uid is None:
        return
    for path in paths:
        resolved = path.resolve()
        for folder in (resolved, *resolved.parents):
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
