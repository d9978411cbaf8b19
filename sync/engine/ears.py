"""What Realtime says, as events for the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import aclosing, suppress

from sync.backend.protocol import Backend, Joined, Lost, Poked
from sync.engine.machine import Event, Heard
from sync.errors import SignedOut


async def listen(backend: Backend, topics: Iterable[str], tell: Callable[[Event], None]) -> None:
    """Listen until cancelled, or until the session is over."""
    with suppress(SignedOut):  # the next request says so as well, and is believed
        async with aclosing(backend.pokes(topics)) as heard:
            async for poke in heard:
                match poke:
                    case Joined():
                        tell(Heard("joined"))
                    case Poked():
                        tell(Heard("poked"))
                    case Lost():
                        tell(Heard("lost"))
