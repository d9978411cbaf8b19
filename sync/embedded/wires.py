"""The connections under the gateway, so that one can be cut in the middle of a sentence."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Mapping
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class Wires:
    """The open connections by the address of the client at their other end."""

    def __init__(self) -> None:
        self._open: weakref.WeakValueDictionary[Any, asyncio.Transport] = (
            weakref.WeakValueDictionary()
        )

    def protocol(self) -> type[H11Protocol]:
        """uvicorn's protocol, keeping note here of each connection that is made."""
        kept = self._open

        class Noted(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                if self.client is not None:
                    kept[self.client] = transport

        return Noted

    def cut(self, scope: Mapping[str, Any]) -> None:
        """End the connection of an ASGI scope at once, without a word to the other end."""
        transport = self._open.get(scope.get("client"))
        if transport is not None:
            transport.abort()
