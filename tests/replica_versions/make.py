"""`python -m tests.replica_versions.make`: store a replica of each past schema number that has none.

For every number the newest commit whose program knows exactly so many steps is taken out of the
history, and writes what `write.py` tells it.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
_STEPS = "sync/replica/migrations/__init__.py"


def stored(number: int) -> Path:
    """Where the replica of a schema number is kept."""
    return HERE / f"schema-{number}"


def _git(*arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True)
    return done.stdout


def _steps(commit: str) -> int:
    """How many steps the program of a commit knows."""
    text = _git("show", f"{commit}:{_STEPS}").decode()
    known = re.search(r"STEPS[^=]*= \((.*?)\)\n", text, re.DOTALL)
    assert known is not None, f"no steps in {commit}"
    return len(re.findall(r"\.up\b", known[1]))


def _newest() -> dict[int, str]:
    """The newest commit of each schema number."""
    found: dict[int, str] = {}
    later = "HEAD"
    for commit in _git("log", "--format=%h", "--", _STEPS).decode().split():
        found.setdefault(_steps(commit), later)
        later = f"{commit}~1"
    return found


def _write(number: int, commit: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(_git("archive", commit))) as tree:
            tree.extractall(folder, filter="data")
        target = stored(number)
        target.mkdir()
        try:
            subprocess.run(
                [sys.executable, str(HERE / "write.py"), str(target)],
                check=True,
                env=os.environ | {"PYTHONPATH": folder},
                cwd=folder,
            )
        except subprocess.CalledProcessError:
            shutil.rmtree(target)
            raise


def main() -> None:
    """Write what is missing; the newest shape may still change and is not a past one yet."""
    newest = _newest()
    for number, commit in sorted(newest.items()):
        if number < max(newest) and not stored(number).exists():
            _write(number, commit)
            print(f"schema {number}: written by the program of {commit}")


if __name__ == "__main__":
    main()
