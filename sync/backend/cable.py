"""The cable of this one client, to be pulled in demos and tests; nothing else notices.

Pulled, every request and every socket of the client fails at once, the ones under way included, as
they do when somebody trips over the real one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import httpx


class CablePulled(ConnectionError):
    """What a request meets while the cable is pulled."""


class Cable:
    """Plugged in until somebody pulls it. Belongs to one event loop."""

    def __init__(self) -> None:
        self._held: set[asyncio.Timeout] = set()
        self._plugged = asyncio.Event()
        self._plugged.set()

    @property
    def pulled(self) -> bool:
        """Whether the cable is out."""
        return not self._plugged.is_set()

    def pull(self) -> None:
        """Cut everything that hangs on it, and refuse what comes until `plug`."""
        self._plugged.clear()
        for held in self._held:
            if not held.expired():
                held.reschedule(0.0)

    def plug(self) -> None:
        """Put it back."""
        self._plugged.set()

    async def plugged(self) -> None:
        """Wait until the cable is in."""
        await self._plugged.wait()

    @asynccontextmanager
    async def attached(self) -> AsyncGenerator[None, None]:
        """Run a block on the cable. Raises CablePulled as soon as it is, or was, pulled."""
        held = asyncio.timeout(None)
        try:
            async with held:
                self._held.add(held)
                if self.pulled:
                    raise CablePulled("the cable is pulled")
                yield
        except TimeoutError:
            if held.expired():
                raise CablePulled("the cable was pulled") from None
            raise
        finally:
            self._held.discard(held)


class CabledTransport(httpx.AsyncBaseTransport):
    """An httpx transport that hangs on a cable."""

    def __init__(self, inner: httpx.AsyncBaseTransport, cable: Cable) -> None:
        self._inner = inner
        self._cable = cable

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async with self._cable.attached():
            response = await self._inner.handle_async_request(request)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=_CabledStream(response.stream, self._cable),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


class _CabledStream(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream, cable: Cable) -> None:
        self._inner = inner
        self._cable = cable

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = aiter(self._inner)
        while True:
            try:
                async with self._cable.attached():
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()
