"""What this computer remembers between runs: which clinic's server, and who has worked here.

Nothing secret and nothing clinical: keys are in `sync.replica.keys`, everything else in the
encrypted replicas, one folder a person.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from sync.errors import Damaged, ReplicaTrouble
from sync.replica import cipher, keys
from sync.replica.files import sync_folder, write_whole

MOST_PEOPLE: Final = 50
_PERSON: Final = re.compile(r"[0-9a-f-]{36}")


class Address(msgspec.Struct, frozen=True):
    """A Supabase project: where it is, and the publishable key any program may have."""

    url: str
    key: str


class Known(msgspec.Struct, frozen=True):
    """Somebody who has signed in here before. `has_own_password`: what is kept here opens with a
    password of this computer, which the server does not know.
    """

    id: str
    email: str
    name: str
    has_own_password: bool = False


class _Memory(msgspec.Struct, frozen=True):
    server: Address | None = None
    people: list[Known] = []
    theme: str = "system"
    language: str = "system"


@dataclass(frozen=True, slots=True)
class Workstation:
    """One installation's folder. Several programs may read it; each write replaces the whole file."""

    home: Path

    @property
    def server(self) -> Address | None:
        """The server this computer belongs to, or None before the first run."""
        return self._memory().server

    @property
    def people(self) -> list[Known]:
        """Who has worked here, the latest first."""
        return self._memory().people

    @property
    def theme(self) -> str:
        """What the windows of this computer wear: system, light, dark or contrast."""
        return self._memory().theme

    def wear(self, theme: str) -> None:
        """Remember a theme for this computer."""
        self._remember(msgspec.structs.replace(self._memory(), theme=theme))

    @property
    def language(self) -> str:
        """What the windows of this computer speak: system, or one of `i18n.LANGUAGES`."""
        return self._memory().language

    def speak(self, language: str) -> None:
        """Remember a language for this computer."""
        self._remember(msgspec.structs.replace(self._memory(), language=language))

    def use_server(self, server: Address) -> None:
        """Belong to this server from now on. People of another server are forgotten by name only."""
        memory = self._memory()
        people = memory.people if memory.server == server else []
        self._remember(msgspec.structs.replace(memory, server=server, people=people))

    def use_moved_server(self, server: Address) -> None:
        """The same clinic at another address, as the demo's is after each start."""
        self._remember(msgspec.structs.replace(self._memory(), server=server))

    def remember(self, person: Known) -> None:
        """Put this person first."""
        memory = self._memory()
        others = [each for each in memory.people if each.id != person.id]
        self._remember(msgspec.structs.replace(memory, people=[person, *others][:MOST_PEOPLE]))

    def forget(self, person: str) -> None:
        """Remove everything that is kept here of somebody, and that they were here.

        The key slots go first: without them nothing of the rest can be read, should it be cut off.
        """
        folder = self.folder(person)
        with suppress(ReplicaTrouble, OSError):
            keys.distrust_workstation(folder, person)
        keys.keys_file(folder, person).unlink(missing_ok=True)
        sync_folder(folder)
        shutil.rmtree(folder, ignore_errors=True)
        memory = self._memory()
        people = [each for each in memory.people if each.id != person]
        self._remember(msgspec.structs.replace(memory, people=people))

    def make_keys(self, person: str, password: str, now: datetime) -> bytes:
        """Key slots for somebody who has none here, and the key.

        What lies here without its slots nobody can open: it is put aside, whole.
        """
        folder = self.folder(person)
        for left in sorted(folder.glob("clinic*.replica")):
            cipher.set_aside(left, now)
        return keys.create_keys(folder, person, password, now=now)

    def folder(self, person: str) -> Path:
        """Where this person's replica and key slots are, for this user of the machine alone."""
        if not _PERSON.fullmatch(person):  # the id comes from a server and becomes a path
            raise Damaged("the server's id of this person is not an id")
        folder = self.home / "people" / person
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def replica(self, person: str) -> Path:
        """This person's replica. Raises Damaged when the key slots, which name it, cannot be read."""
        return keys.replica_file(self.folder(person), person)

    def has_data_of(self, person: str) -> bool:
        """Whether this person can be let in without asking the server."""
        folder = self.folder(person)
        if not keys.has_keys(folder, person):
            return False
        try:
            return keys.replica_file(folder, person).exists()
        except ReplicaTrouble:
            return True  # whoever comes in is told what is wrong with it

    def _memory(self) -> _Memory:
        try:
            return msgspec.json.decode((self.home / "workstation.json").read_bytes(), type=_Memory)
        except FileNotFoundError:
            return _Memory()
        except (msgspec.DecodeError, OSError) as error:
            raise Damaged(f"{self.home / 'workstation.json'} cannot be read") from error

    def _remember(self, memory: _Memory) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        write_whole(self.home / "workstation.json", msgspec.json.encode(memory))
