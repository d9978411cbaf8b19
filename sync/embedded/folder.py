"""What the embedded backend keeps in its folder, and the lock that keeps it to one process."""

from __future__ import annotations

import errno
import json
import os
import secrets
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from sync.errors import Expected, StorageFull


class FolderTrouble(Expected):
    """The backend's folder cannot be used: another one runs in it, or it is not ours to write."""

    code = "backend.folder"


@dataclass(frozen=True)
class Keys:
    """The secrets of one backend, made at its first start."""

    jwt_secret: str
    publishable_key: str
    secret_key: str
    control_token: str
    database_password: str

    @classmethod
    def fresh(cls) -> Keys:
        return cls(
            jwt_secret=secrets.token_urlsafe(48),
            publishable_key=f"sb_publishable_{secrets.token_urlsafe(16)}_{secrets.token_hex(4)}",
            secret_key=f"sb_secret_{secrets.token_urlsafe(16)}_{secrets.token_hex(4)}",
            control_token=secrets.token_urlsafe(32),
            database_password=secrets.token_urlsafe(32),
        )

    def __repr__(self) -> str:
        return "Keys()"


class DataFolder:
    """The folder of one backend. `hold` it before anything in it is touched."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._lock: BinaryIO | None = None

    @property
    def pgdata(self) -> Path:
        return self.path / "postgres"

    @property
    def announcement(self) -> Path:
        """backend.json: where the running backend is; absent when none runs."""
        return self.path / "backend.json"

    def hold(self) -> None:
        """Take the folder for this process; the system lets go of it when the process is killed.

        Raises FolderTrouble when another process holds it or it cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("a+b")
        except OSError as error:
            raise FolderTrouble(
                f"The folder {self.path} cannot be written: {error.strerror}."
            ) from error
        try:
            _lock_file(lock)
        except OSError as error:
            lock.close()
            raise FolderTrouble(
                f"Another backend already runs in {self.path}{self._whereabouts()}. "
                "Stop it first, or choose another folder."
            ) from error
        self._lock = lock

    def release(self) -> None:
        """Let go; harmless when not held."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def keys(self) -> Keys:
        """The keys kept here, made on the first call."""
        kept = self.path / "keys.json"
        try:
            return Keys(**json.loads(kept.read_text("utf-8")))
        except FileNotFoundError:
            keys = Keys.fresh()
            self._write_private(kept, json.dumps(asdict(keys), indent=1))
            return keys
        except (ValueError, TypeError) as error:
            raise FolderTrouble(
                f"{kept} cannot be read. Put back a copy of it, or start with an empty folder."
            ) from error

    def last_port(self) -> int:
        """The port of the previous run, so that clients find the backend again; 0 for none."""
        try:
            return int((self.path / "port").read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def remember_port(self, port: int) -> None:
        self._write_private(self.path / "port", str(port))

    def announce(self, url: str, keys: Keys) -> None:
        """Say in backend.json that a backend runs here; only this user can read it."""
        whereabouts = {
            "url": url,
            "key": keys.publishable_key,
            "pid": os.getpid(),
            "control_token": keys.control_token,
        }
        self._write_private(self.announcement, json.dumps(whereabouts))

    def unannounce(self) -> None:
        self.announcement.unlink(missing_ok=True)

    def _whereabouts(self) -> str:
        try:
            said = json.loads(self.announcement.read_text("utf-8"))
            return f" (process {said['pid']}, {said['url']})"
        except (OSError, ValueError, KeyError):
            return ""

    def _write_private(self, path: Path, text: str) -> None:
        """Write whole or not at all, readable by this user alone."""
        beside = path.with_name(path.name + ".new")
        try:
            beside.unlink(missing_ok=True)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as error:
            trouble = StorageFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else FolderTrouble
            raise trouble(f"{path} could not be written: {error.strerror}.") from error


if sys.platform == "win32":
    import msvcrt

    def _lock_file(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_file(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
