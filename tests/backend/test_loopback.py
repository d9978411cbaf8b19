"""The listener a browser comes back to takes one visit, the right one, and nothing else."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import httpx
import pytest

from sync.backend.loopback import Loopback, PageWords, listening
from sync.errors import NoAccount, NotAgreed, ServerTrouble, TookTooLong


async def get(address: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient() as browser:
        return await browser.get(address, headers=headers)


async def raw(loopback: Loopback, *lines: str) -> bytes:
    port = urlsplit(loopback.address).port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join([*lines, "", ""]).encode())
    try:
        return await asyncio.wait_for(reader.read(), 5)
    finally:
        writer.close()


async def test_the_right_visit_brings_its_code_and_sees_a_page() -> None:
    words = PageWords("Angemeldet <b>", "Zu & fertig", "Nichts")
    async with listening(words) as loopback:
        assert loopback.address.startswith("http://127.0.0.1:")
        shown = await get(f"{loopback.address}&code=abc")
        assert await loopback.code(within=1) == "abc"
    assert "Angemeldet &lt;b&gt;" in shown.text
    assert "Zu &amp; fertig" in shown.text
    assert "abc" not in shown.text
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in shown.headers["content-security-policy"]


async def test_a_visit_without_the_state_uses_nothing_up() -> None:
    async with listening() as loopback:
        root = loopback.address.partition("?")[0]
        for address in (
            root,
            f"{root}?code=evil",
            f"{root}?state=guess&code=evil",
            f"{loopback.address}x&code=evil",
            f"{root.replace('/signed-in', '/favicon.ico')}",
        ):
            assert (await get(address)).status_code == 404
        await get(f"{loopback.address}&code=good")
        assert await loopback.code(within=1) == "good"


async def test_a_page_that_renamed_itself_is_turned_away() -> None:
    async with listening() as loopback:
        target = loopback.address.partition("//")[2].partition("/")[2]
        for host in ("evil.example", "127.0.0.1", "localhost:1"):
            answer = await raw(loopback, f"GET /{target}&code=evil HTTP/1.1", f"Host: {host}")
            assert answer.startswith(b"HTTP/1.1 404")
        posted = await raw(
            loopback,
            f"POST /{target}&code=evil HTTP/1.1",
            f"Host: {urlsplit(loopback.address).netloc}",
        )
        assert posted.startswith(b"HTTP/1.1 404")
        with pytest.raises(TookTooLong):
            await loopback.code(within=0.1)


async def test_only_the_first_visit_counts() -> None:
    async with listening() as loopback:
        await get(f"{loopback.address}&code=first")
        assert (await get(f"{loopback.address}&code=second")).status_code == 404
        assert await loopback.code(within=1) == "first"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("access_denied", NotAgreed),
        ("signup_disabled", NoAccount),
        ("bad_oauth_state", TookTooLong),
        ("something_new", ServerTrouble),
        ("", ServerTrouble),
    ],
)
async def test_a_refusal_is_brought_back_too(code: str, kind: type[Exception]) -> None:
    async with listening() as loopback:
        shown = await get(f"{loopback.address}&error=x&error_code={code}&error_description=<i>")
        assert "<i>" not in shown.text
        assert "Nobody was signed in" in shown.text
        with pytest.raises(kind):
            await loopback.code(within=1)


async def test_nobody_is_waited_for_for_ever() -> None:
    async with listening() as loopback:
        with pytest.raises(TookTooLong):
            await loopback.code(within=0.05)
        with pytest.raises(TookTooLong):
            await loopback.code(within=0.05)


async def test_nothing_listens_any_more_afterwards() -> None:
    async with listening() as loopback:
        address = loopback.address
    with pytest.raises(httpx.ConnectError):
        await get(f"{address}&code=late")


async def test_guests_that_say_nothing_or_too_much_are_in_nobodys_way() -> None:
    async with listening() as loopback:
        port = urlsplit(loopback.address).port
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
        loud_reader, loud = await asyncio.open_connection("127.0.0.1", port)
        loud.write(b"GET /" + b"x" * 100_000)
        assert await asyncio.wait_for(loud_reader.read(), 5) == b""
        await get(f"{loopback.address}&code=good")
        assert await loopback.code(within=1) == "good"
    for _, writer in [*silent, (loud_reader, loud)]:
        writer.close()
