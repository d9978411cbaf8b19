"""One HTTP exchange with the server: bounded in time and in size, on this client's cable."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.request import getproxies, proxy_bypass

import certifi
import httpx

from sync.backend.address import Address
from sync.backend.answer import Answer
from sync.backend.cable import Cable, CabledTransport
from sync.backend.classify import trouble_of
from sync.clock import Clock
from sync.errors import ServerTrouble

LARGEST_ANSWER: Final = 64 * 1024 * 1024
"""Bytes, unpacked. A page of 5,000 rows is about 2 MB."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. `read` is the longest silence, `whole` the longest exchange."""

    connect: float = 5.0
    read: float = 15.0
    whole: float = 120.0


class Http:
    """Asks the server. Knows its address, its key and the names of this client; no sessions."""

    def __init__(
        self,
        address: Address,
        key: str,
        *,
        clock: Clock,
        cable: Cable,
        timeouts: Timeouts,
        client: str,
    ) -> None:
        self._address = address
        self._clock = clock
        self._cable = cable
        self._timeouts = timeouts
        self._headers = {"apikey": key, "x-client-info": client, "user-agent": client}
        self._starting = asyncio.Lock()
        self._client: httpx.AsyncClient | None = None
        self._closed = False

    async def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send and read to the end. `token` is a person's access token, never the key.

        Raises Offline where no whole answer came, and ServerTrouble for one without end.
        """
        sent = self._headers | {"accept": "application/json"} | (headers or {})
        if body is not None:
            sent["content-type"] = "application/json"
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        try:
            client = await self._started()
            async with (
                asyncio.timeout(self._timeouts.whole),
                client.stream(method, path, content=body, headers=sent) as response,
            ):
                return await _read(response)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise trouble_of(error, self._clock.now()) from error

    async def close(self) -> None:
        """Let all connections go."""
        self._closed = True
        if self._client is not None:
            await self._client.aclose()

    async def _started(self) -> httpx.AsyncClient:
        async with self._starting:
            if self._closed:
                raise ConnectionError("this backend is closed")
            if self._client is None:
                wait = self._timeouts
                self._client = httpx.AsyncClient(
                    base_url=self._address.base,
                    transport=CabledTransport(await _transport(self._address), self._cable),
                    timeout=httpx.Timeout(wait.read, connect=wait.connect),
                    follow_redirects=False,
                    trust_env=False,
                )
            return self._client


async def tls_context(address: Address) -> ssl.SSLContext | None:
    """Whom to believe: the machine's own authorities and the usual ones, so that a clinic's proxy
    with a certificate of its own works where the machine trusts it. None on a plain loopback line.
    """
    return await asyncio.to_thread(_authorities) if address.is_encrypted else None


def proxy_of(address: Address) -> str | None:
    """The proxy this machine is told to use for the address."""
    if address.is_loopback or proxy_bypass(address.host):
        return None
    proxies = getproxies()
    return proxies.get("https" if address.is_encrypted else "http") or proxies.get("all")


@cache
def _authorities() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # whatever this system would still bear
    context.load_verify_locations(certifi.where())
    return context


async def _transport(address: Address) -> httpx.AsyncHTTPTransport:
    context = await tls_context(address)
    return httpx.AsyncHTTPTransport(
        verify=context if context is not None else False,
        trust_env=False,
        proxy=proxy_of(address),
        # Longer than the 30 s between two polls: one handshake serves them all.
        limits=httpx.Limits(max_connections=10, keepalive_expiry=55.0),
    )


async def _read(response: httpx.Response) -> Answer:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > LARGEST_ANSWER:
            raise ServerTrouble("The server's answer is too large.", "too_large")
        chunks.append(chunk)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, b"".join(chunks))
