"""Inviting somebody into a backend that runs in a folder, as the dashboard of a project does it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest

from sync.embedded.invitations import NotInvited, invite_user
from sync.embedded.server import EmbeddedBackend

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def test_a_person_is_invited_from_within_and_from_beside(
    run: Run, home: Path, migrations: Path
) -> None:
    async def story() -> None:
        with pytest.raises(NotInvited):
            await invite_user(home, "ines@clinic.test", "Inés Vidal")
        async with EmbeddedBackend(home, migrations=migrations) as backend:
            first = await backend.invite_user("ines@clinic.test", "Inés Vidal")
            assert await invite_user(home, "ines@clinic.test", "Inés Vidal") == first
            await backend.create_user("ana@clinic.test", "correct horse", "Ana")
            with pytest.raises(NotInvited):
                await backend.invite_user("ana@clinic.test", "Ana")
            with pytest.raises(NotInvited):
                await invite_user(home, "ana@clinic.test", "Ana")
            assert [mail.to for mail in backend.mailbox] == ["ines@clinic.test"] * 2

    run(story())


def test_a_backend_of_ones_own_is_closed_and_limited_as_a_project_is(
    run: Run, home: Path, migrations: Path
) -> None:
    async def story() -> None:
        async with EmbeddedBackend(home, migrations=migrations) as backend:
            key = {"apikey": backend.publishable_key}
            async with httpx.AsyncClient(base_url=backend.url, headers=key) as http:
                assert (await http.get("/mailbox")).status_code == 403
                settings = (await http.get("/auth/v1/settings")).json()
                assert settings["external"]["demo"] is False
                path, body = "/auth/v1/token?grant_type=refresh_token", {"refresh_token": "x"}
                tries = [(await http.post(path, json=body)).status_code for _ in range(31)]
            assert tries == [400] * 30 + [429]

    run(story())
