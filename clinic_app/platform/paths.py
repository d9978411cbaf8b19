"""Where this program keeps what it keeps. Nothing here touches Qt.

`CLINIC_APP_HOME` puts everything under one folder: for tests, for the demo, and for a
clinic that wants its data on an encrypted volume.
"""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "Clinic"
HOME_VARIABLE = "CLINIC_APP_HOME"


@dataclass(frozen=True)
class Paths:
    """The folders of one installation; each is made, for this user alone, when first asked for."""

    root_data: Path
    root_logs: Path
    root_settings: Path

    @property
    def data(self) -> Path:
        """Replicas and keys: what must survive."""
        return _private(self.root_data)

    @property
    def logs(self) -> Path:
        """Logs and crash reports: codes, ids and counts, no patient data."""
        return _private(self.root_logs)

    @property
    def settings(self) -> Path:
        """This machine's settings."""
        return _private(self.root_settings)

    def replica_folder(self, project: str) -> Path:
        """The folder of one backend's replicas; `project` is a short name made of its address."""
        return _private(self.root_data / project)


def paths(home: Path | None = None) -> Paths:
    """The folders under `home`, under $CLINIC_APP_HOME, or where this system wants them."""
    base = home or _from_environment()
    if base is not None:
        base = base.expanduser().absolute()
        return Paths(base / "data", base / "logs", base / "settings")
    return Paths(
        Path(platformdirs.user_data_dir(_NAME, appauthor=False)),
        Path(platformdirs.user_log_dir(_NAME, appauthor=False)),
        Path(platformdirs.user_config_dir(_NAME, appauthor=False)),
    )


def _from_environment() -> Path | None:
    value = os.environ.get(HOME_VARIABLE, "").strip()
    return Path(value) if value else None


def _private(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
    # The account of the embedded database, where it is another one, passes through and sees nothing
    # (sync/embedded/account.py): taking that away would cut off a server that runs.
    fine = stat.S_IRWXU | stat.S_IXOTH
    if sys.platform != "win32" and stat.S_IMODE(folder.stat().st_mode) & ~fine:
        folder.chmod(stat.S_IRWXU)
    return folder
