"""The network between one run of the program and the server, as a `Backend`.

A request is a message of its own: it arrives, late or never, whether or not somebody still waits
for its answer. So a client that is cancelled or killed in mid-call has pushed all the same.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, Literal, TypeVar

import msgspec

from sync.backend import wire
from sync.backend.protocol import Joined, Lost, OnSession, Poke, Poked, Session
from sync.errors import Busy, Expected, Offline, ServerTrouble, SignedOut, Unanswered
from tests.simulation.entropy import DAWN
from tests.simulation.server import Server

T = TypeVar("T")

Fault = Literal["lose_answer", "truncate", "repeat", "busy", "trouble", "refuse"]
FAULTS: Final[tuple[Fault, ...]] = (
    "lose_answer",
    "truncate",
    "repeat",
    "busy",
    "trouble",
    "refuse",
)
SILENCE_S: Final = 15.0


@dataclass
class Weather:
    """What the network does to one desk, whoever sits there and however often the program starts."""

    latency: tuple[float, float] = (0.005, 0.05)
    noise: float = 0.0
    """How often a call goes wrong by itself."""
    pages: tuple[int, ...] = (5_000,)
    """How many rows the server puts into one answer."""
    down: bool = False
    deaf: bool = False
    faults: deque[Fault] = field(default_factory=deque)
    short_lists: int = 0
    """How many lists of scopes will come without most of them, and without a word why."""
    stones: set[str] = field(default_factory=set)
    """Rows the server stumbles over when a push brings them."""


@dataclass
class Accounts:
    """Which sessions the server honours."""

    valid: set[str] = field(default_factory=set)
    issued: int = 0

    def issue(self, person: str) -> Session:
        """A new session."""
        self.issued += 1
        token = f"{person}/{self.issued}"
        self.valid.add(token)
        return Session(
            person=person,
            email=f"{person}@clinic.example",
            access_token=token,
            refresh_token=token,
            expires_in=3600,
            issued_at=DAWN,
        )

    def end(self, person: str) -> None:
        """Sign somebody out everywhere."""
        self.valid = {token for token in self.valid if not token.startswith(person)}


class _Ear:
    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.heard: asyncio.Queue[Poke] = asyncio.Queue()


class Line:
    """See `sync.backend.protocol.Backend`."""

    def __init__(
        self,
        server: Server,
        accounts: Accounts,
        weather: Weather,
        rng: Random,
        blame: Callable[[str], None],
        calls: Counter[str],
    ) -> None:
        self.on_session: OnSession | None = None
        self.device = ""
        self._server, self._accounts, self._weather, self._rng = server, accounts, weather, rng
        self._blame, self._calls = blame, calls
        self._session: Session | None = None
        self._asking = 0
        self._open: set[asyncio.Future[Any]] = set()
        self._ears: set[_Ear] = set()
        self._unplugged: BaseException | None = None
        server.listeners.append(self._poked)

    # --- Backend ----------------------------------------------------------------------------------

    async def sign_in(self, email: str, password: str) -> Session:
        raise NotImplementedError("people of a simulated world have a session from the start")

    async def resume(self, session: Session) -> None:
        self._session = session

    async def pull(self, request: wire.PullRequest) -> wire.PullAnswer:
        want = min(request.want, self._rng.choice(self._weather.pages))
        body = wire.encode_request(msgspec.structs.replace(request, want=want))
        copy = msgspec.json.decode(body, type=wire.PullRequest)
        answer = await self._ask("pull", lambda who: self._server.pull(who, copy), wire.decode_pull)
        if self._weather.short_lists and len(answer.scopes) > 1:
            self._weather.short_lists -= 1
            return _shortened(answer)
        return answer

    async def push(self, request: wire.PushRequest) -> wire.PushAnswer:
        body = wire.encode_request(request)
        copy = msgspec.json.decode(body, type=wire.PushRequest)
        rows = {m.row_id for group in copy.groups for m in group.mutations}

        def judged(who: str) -> bytes:
            if rows & self._weather.stones:
                raise ServerTrouble("the server stumbles", "XX000")
            return self._server.push(who, copy)

        return await self._ask("push", judged, wire.decode_push)

    async def digest(self, request: wire.DigestRequest) -> wire.DigestAnswer:
        return await self._ask(
            "digest", lambda who: self._server.digest(who, request), wire.decode_digest
        )

    async def ask(self, function: str, request: wire.Json) -> wire.Json:
        return await self._ask(
            function, lambda who: self._server.ask(who, function, request), msgspec.json.decode
        )

    async def pokes(self, topics: Iterable[str]) -> AsyncGenerator[Poke, None]:
        ear = _Ear(frozenset(topics))
        self._ears.add(ear)
        try:
            await asyncio.sleep(self._latency())
            self._who()
            if not self._weather.down:
                yield Joined(tuple(sorted(ear.topics)))
            while True:
                yield await ear.heard.get()
        finally:
            self._ears.discard(ear)

    async def sign_out(self) -> bool:
        if self._session is not None and not self._weather.down:
            self._accounts.end(self._session.access_token)
        self._session = None
        return not self._weather.down

    async def close(self) -> None:
        self._forget()

    # --- the world's hand -------------------------------------------------------------------------

    @property
    def has_session(self) -> bool:
        """Whether the server would let this line in."""
        return self._session is not None and self._session.access_token in self._accounts.valid

    def unplug(self, error: BaseException) -> None:
        """This process is dead: what it waits for ends with `error`."""
        self._unplugged = error
        for each in self._open:
            if not each.done():
                each.set_exception(error)
        self._forget()

    def weather_changed(self) -> None:
        """The socket notices that the line went or came back."""
        news: Poke = Lost(Offline.code) if self._weather.down else Joined(())
        for ear in self._ears:
            self._later(self._rng.choice((0.0, 0.2, 4.0)), ear.heard.put_nowait, news)

    def _forget(self) -> None:
        self._ears.clear()
        if self._poked in self._server.listeners:
            self._server.listeners.remove(self._poked)

    # --- messages ---------------------------------------------------------------------------------

    async def _ask(
        self, name: str, call: Callable[[str], bytes], decode: Callable[[bytes], T]
    ) -> T:
        if self._unplugged is not None:
            raise self._unplugged
        if self._asking:
            self._blame(f"{name} while another call of the same program was under way")
        self._asking += 1
        self._calls[name] += 1
        reply: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._open.add(reply)
        try:
            await self._renew_sometimes()
            self._send(reply, call)
            return decode(await reply)
        finally:
            self._asking -= 1
            self._open.discard(reply)

    def _send(self, reply: asyncio.Future[bytes], call: Callable[[str], bytes]) -> None:
        who = self._who()
        assert self._session is not None
        token = self._session.access_token
        fault = self._next_fault()
        if self._weather.down:
            self._later(self._rng.choice((0.0, 0.01, SILENCE_S)), _fail, reply, Offline("no route"))
        elif fault == "refuse":
            self._later(self._latency(), _fail, reply, Offline("refused"))
        elif fault == "busy":
            wait = self._rng.choice((None, 1.0, 20.0))
            self._later(self._latency(), _fail, reply, Busy("not now", retry_after=wait))
        elif fault == "trouble":
            self._later(self._latency(), _fail, reply, ServerTrouble("a fault", "XX000"))
        else:
            self._later(self._latency(), self._arrive, reply, call, who, token, fault)
            silence = self._later(SILENCE_S, _fail, reply, Unanswered("silence"))
            reply.add_done_callback(lambda _: silence.cancel())

    def _arrive(
        self,
        reply: asyncio.Future[bytes] | None,
        call: Callable[[str], bytes],
        who: str,
        token: str,
        fault: Fault | None,
    ) -> None:
        """At the server. `reply` None: a message that somebody on the way has sent again."""
        if self._weather.down and reply is not None:
            return
        answer: bytes | Expected
        try:
            if token not in self._accounts.valid:
                raise SignedOut("session_not_found")
            answer = call(who)
        except Expected as trouble:
            answer = trouble
        if fault == "repeat":
            late = self._rng.choice((0.1, 3.0, 45.0))
            self._later(late, self._arrive, None, call, who, token, None)
        if reply is None or fault == "lose_answer":
            return
        if fault == "truncate":
            answer = Unanswered("half an answer")
        self._later(self._latency(), self._deliver, reply, answer)

    def _deliver(self, reply: asyncio.Future[bytes], answer: bytes | Expected) -> None:
        if self._weather.down:
            return
        if isinstance(answer, Expected):
            _fail(reply, answer)
        elif not reply.done():
            reply.set_result(answer)

    def _poked(self, topics: frozenset[str]) -> None:
        for ear in self._ears:
            if not topics & ear.topics or self._weather.down or self._weather.deaf:
                continue
            if self._rng.random() >= self._weather.noise:
                delay = self._rng.choice((0.0, 0.01, 0.01, 0.3, 7.0))
                self._later(delay, ear.heard.put_nowait, Poked())

    def _next_fault(self) -> Fault | None:
        if self._weather.faults:
            return self._weather.faults.popleft()
        if self._rng.random() < self._weather.noise:
            return self._rng.choice(FAULTS)
        return None

    async def _renew_sometimes(self) -> None:
        if self._session is None or self._weather.down or self._rng.random() > 0.02:
            return
        if self._session.access_token in self._accounts.valid:
            self._session = self._accounts.issue(self._session.person)
            if self.on_session is not None:
                await self.on_session(self._session)

    def _who(self) -> str:
        if self._session is None:
            raise SignedOut("no_session")
        return self._session.person

    def _latency(self) -> float:
        return self._rng.uniform(*self._weather.latency)

    @staticmethod
    def _later(seconds: float, do: Callable[..., object], *with_: Any) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, do, *with_)


def _shortened(answer: wire.PullAnswer) -> wire.PullAnswer:
    """The answer as if the person had the first scope only."""
    first = answer.scopes[0].id
    tables = {
        name: wire.TablePage(page.columns, [row for row in page.rows if row[0] == 0])
        for name, page in answer.tables.items()
    }
    return msgspec.structs.replace(
        answer,
        scopes=answer.scopes[:1],
        tables=tables,
        removed=[gone for gone in answer.removed if gone.scope == 0],
        upto={scope: ver for scope, ver in answer.upto.items() if scope == first},
        acked=[],
        more=False,
    )


def _fail(reply: asyncio.Future[bytes], error: Exception) -> None:
    if not reply.done():
        reply.set_exception(error)
