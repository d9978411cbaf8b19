"""The backend as it is in the world: a Supabase project, hosted, on the clinic's premises or
embedded.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import msgspec

from sync.backend import wire
from sync.backend.address import check_address, check_key
from sync.backend.answer import MissingFunction, TokenRefused
from sync.backend.auth import Auth, LoadSession
from sync.backend.cable import Cable
from sync.backend.classify import rest_trouble
from sync.backend.classify_auth import probe_trouble
from sync.backend.conversation import Pace, Presence
from sync.backend.devices import Devices
from sync.backend.factors import Factors
from sync.backend.http import Http, Timeouts
from sync.backend.phoenix import Json
from sync.backend.protocol import OnSession, Poke, Session
from sync.backend.realtime import Realtime
from sync.backend.rest import Rest, T
from sync.backend.ways_in import WaysIn
from sync.clock import Clock
from sync.errors import Misconfigured, NotAllowed, Offline


@dataclass(frozen=True, slots=True)
class Project:
    """What `probe` found. `has_clinic`: the clinic's functions are installed there."""

    name: str
    version: str
    has_clinic: bool


class _Health(msgspec.Struct):
    name: str = ""
    version: str = ""


class SupabaseBackend:
    """`sync.backend.protocol.Backend` over https and a websocket.

    Raises Misconfigured for an address or a key that cannot be right. `device` names this
    installation in the server's logs and `place` the computer in the person's list of them; `lock`
    and `stored_session` let several processes share one session (see `Auth`). `cable` cuts this
    client off, for demos and tests.
    """

    def __init__(
        self,
        url: str,
        key: str,
        clock: Clock,
        *,
        version: str = "0",
        device: str = "",
        place: str = "",
        timeouts: Timeouts | None = None,
        pace: Pace | None = None,
        random: Random | None = None,
        lock: Path | None = None,
        stored_session: LoadSession | None = None,
    ) -> None:
        self.address = check_address(url)
        self.cable = Cable()
        key = check_key(key)
        named = (f"clinic-app/{version}", place and f"({place})", device and f"device/{device}")
        client = " ".join(filter(None, named))
        self._clock = clock
        self._http = Http(
            self.address,
            key,
            clock=clock,
            cable=self.cable,
            timeouts=timeouts or Timeouts(),
            client=client,
        )
        self._auth = Auth(self._http, clock, lock=lock, stored=stored_session)
        self._rest = Rest(self._http, self._auth, clock)
        self._realtime = Realtime(
            self.address,
            key,
            self._auth,
            clock=clock,
            cable=self.cable,
            random=random or Random(),
            pace=pace or Pace(),
            client=client,
        )
        self.ways = WaysIn(self._auth, self.address, clock)
        self.factors = Factors(self._auth, clock)
        self.devices = Devices(self._auth, self._rest)
        self._device = device
        self._is_cut_off = False

    @property
    def on_session(self) -> OnSession | None:
        """See `Backend.on_session`."""
        return self._auth.on_session

    @on_session.setter
    def on_session(self, hook: OnSession | None) -> None:
        self._auth.on_session = hook

    def show_presence(self, state: Json | None) -> None:
        """What colleagues see of this person on the topics joined from now on; None for nothing."""
        self._realtime.presence = None if state is None else Presence(self._device, state)

    async def sign_in(self, email: str, password: str) -> Session:
        """See `Backend.sign_in`."""
        body = {"email": email, "password": password}
        return await self._auth.open("/auth/v1/token?grant_type=password", body, "password")

    async def resume(self, session: Session) -> None:
        """See `Backend.resume`."""
        self._auth.resume(session)

    async def set_down(self) -> None:
        """Forget the session here until `resume`: nobody is signed out by that."""
        await self._auth.set_down()

    async def pull(self, request: wire.PullRequest) -> wire.PullAnswer:
        """See `Backend.pull`."""
        return await self._call("sync_pull", request, wire.decode_pull)

    async def push(self, request: wire.PushRequest) -> wire.PushAnswer:
        """See `Backend.push`."""
        return await self._call("sync_push", request, wire.decode_push)

    async def digest(self, request: wire.DigestRequest) -> wire.DigestAnswer:
        """See `Backend.digest`."""
        return await self._call("sync_digest", request, wire.decode_digest)

    async def ask(self, function: str, request: wire.Json) -> wire.Json:
        """See `Backend.ask`."""
        return await self._call(function, request, wire.decode_object)

    async def pokes(self, topics: Iterable[str]) -> AsyncGenerator[Poke, None]:
        """See `Backend.pokes`."""
        async with aclosing(self._realtime.pokes(topics)) as pokes:
            async for poke in pokes:
                yield poke

    async def sign_out(self, *, everywhere: bool = False) -> bool:
        """See `Backend.sign_out`. `everywhere` ends all of the person's sessions."""
        return await self._auth.sign_out("global" if everywhere else "local")

    async def close(self) -> None:
        """See `Backend.close`."""
        await self._auth.close()
        await self._http.close()

    async def probe(self) -> Project:
        """Whether a Supabase project is at the address and knows the key. Needs no session.

        Raises Misconfigured when something else is there, Offline when nothing answers.
        """
        answer = await self._http.ask("GET", "/auth/v1/health")
        trouble = probe_trouble(answer, self._clock.now())
        if trouble is not None:
            raise trouble
        try:
            health = msgspec.json.decode(answer.body, type=_Health)
        except msgspec.DecodeError:
            raise Misconfigured("What answers at this address is not a Supabase project.") from None
        return Project(health.name, health.version, await self._has_clinic())

    async def _has_clinic(self) -> bool:
        answer = await self._http.ask("POST", "/rest/v1/rpc/sync_pull", body=b'{"request":{}}')
        trouble = rest_trouble(answer, self._clock.now())
        if isinstance(trouble, MissingFunction):
            return False
        if trouble is None or isinstance(trouble, TokenRefused | NotAllowed):
            return True  # it is there, and rightly not for nobody
        raise trouble

    async def _call(
        self,
        function: str,
        request: wire.PullRequest | wire.PushRequest | wire.DigestRequest | wire.Json,
        decode: Callable[[bytes], T],
    ) -> T:
        try:
            answer = await self._rest.call(function, wire.encode_call(request), decode)
        except Offline:
            self._is_cut_off = True
            raise
        if self._is_cut_off:
            self._is_cut_off = False
            self._realtime.hurry()
        return answer
