"""The words of the wire: what `sync_pull` and `sync_push` take and answer, byte for byte.

Decoding goes from bytes to these structs in one step. Fields a newer server adds are ignored; words
it may add (a status, a kind of scope, a code) are plain strings and stay as they came. The cells of
a row keep the shape JSON gave them: what they mean is the business of the tables, not of the wire.

Nothing here knows HTTP, so that the engine and its tests load neither.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from msgspec import UNSET, Struct, UnsetType, field
from msgspec.json import Decoder, Encoder

PROTO: Final = 1
SCHEMA: Final = 1
MOST_ROWS: Final = 5_000
"""The most rows one pull may ask for."""

Json = dict[str, Any]
"""One object as JSON has it: column name to value."""


# --- both ways ------------------------------------------------------------------------------------


class Flags(Struct, frozen=True):
    """What the server asks of every client: the oldest program it still serves, and whether to hold
    back.
    """

    min_client: int = 1
    pause: bool = False
    wipe: bool = False
    """This installation must forget everything of this person."""
    copy: bool = False
    """This installation is a copy of another one that has spoken since (see replica/lineage.py)."""
    prove: bool = False
    """A facility of this person demands a second proof, which this session has not shown."""


# --- pull: asked ----------------------------------------------------------------------------------


class ScopeCursor(Struct, frozen=True):
    """How far this replica holds one scope: all changes up to `ver` under the grant numbered
    `grant`.

    `start` (on the wire `from`) is the version noted when a first fill began, and absent when none
    is running.
    """

    grant: int
    ver: int
    start: int | UnsetType = field(default=UNSET, name="from")


class Early(Struct, frozen=True):
    """The stretch of time whose appointments a first fill should bring before all others."""

    start: datetime = field(name="from")
    end: datetime = field(name="to")


class PullRequest(Struct, frozen=True, kw_only=True):
    """What this replica holds, and how much more of it to send. `pending` are mutations without an
    echo yet; `lease` is what the signed lease that is held says, {} where there is none. `brief` asks only
    whether what is held is still all there is: an answer that is not `same` says nothing else then.
    """

    device: str
    epoch: str | None = None
    seen: str | None = None
    scopes: dict[str, ScopeCursor] = {}
    pending: list[str] = []
    want: int = 2_000
    early: Early | UnsetType = UNSET
    lease: Json | UnsetType = UNSET
    brief: bool | UnsetType = UNSET
    proto: int = PROTO
    schema: int = SCHEMA


# --- pull: answered -------------------------------------------------------------------------------


class Scope(Struct, frozen=True):
    """One set of rows this person may read: its newest version, its size and its order-independent
    hash.

    `kind` is directory, facility, clinical, conversation, user, or a word of a newer server.
    """

    id: str
    kind: str
    owner: str | None
    grant: int
    head: int
    n: int
    sum: str


class TablePage(Struct, frozen=True):
    """Changed rows of one table, each [index into scopes, version, one value per column...]."""

    columns: list[str] = []
    rows: list[list[Any]] = []


class Removal(Struct, frozen=True, array_like=True):
    """A row that left a scope (deleted, or moved where this person cannot see it). `scope` indexes
    scopes.
    """

    scope: int
    table: str
    row_id: str
    ver: int


class Lease(Struct, frozen=True):
    """Until when this person may work without hearing from the server, by its clock.

    `note` is the text that `signature` signs, `key` the server's public half (both base64). They are there
    where the request said which lease is held, and that one was not good enough.
    """

    not_after: datetime
    note: str = ""
    signature: str = ""
    key: str = ""


class PullAnswer(Struct, frozen=True, kw_only=True):
    """One snapshot's worth of news. `same` means: nothing new since `seen`, and no scopes follow.

    `scopes` is complete: a scope that is missing was taken away, on purpose when `revoked` names
    it; one that `withheld` names is ours and waits for a second proof. `upto` says how far each
    scope now is; `acked` are those of `pending` that have a verdict whose effects this answer, or
    one before it, contains.
    """

    proto: int
    epoch: str
    now: datetime
    flags: Flags = Flags()
    same: bool = False
    scopes: list[Scope] = []
    tables: dict[str, TablePage] = {}
    removed: list[Removal] = []
    upto: dict[str, int] = {}
    more: bool = False
    acked: list[str] = []
    revoked: list[str] = []
    withheld: list[str] = []
    lease: Lease | None = None


# --- repair ---------------------------------------------------------------------------------------


class DigestRequest(Struct, frozen=True, kw_only=True):
    """Count and sum of a scope by the last two hexadecimal digits of the rows' ids: "n:sum"."""

    scope: str
    buckets: dict[str, str]
    want: int = 2_000


class DigestAnswer(Struct, frozen=True, kw_only=True):
    """Every row of the buckets that differ, as far as one answer reaches. Rows carry scope index 0."""

    proto: int
    epoch: str
    head: int
    n: int
    sum: str
    buckets: list[str] = []
    more: bool = False
    tables: dict[str, TablePage] = {}


# --- push: asked ----------------------------------------------------------------------------------

MutationKind = Literal["insert", "update", "delete", "call"]


class Mutation(Struct, frozen=True, kw_only=True):
    """One change a person made. `base` is the whole row as last seen from the server, `patch` only
    what was edited.

    `at` is text because a mutation goes out again unchanged, byte for byte: the server tells a
    repetition from another change under the same id by its body.
    """

    id: str
    kind: MutationKind
    table: str
    row_id: str
    base_version: int | None = None
    base: Json = {}
    patch: Json = {}
    depends_on: list[str] = []
    at: str
    author: str
    device: str


class Group(Struct, frozen=True):
    """Mutations that stand or fall together, in order."""

    id: str
    mutations: list[Mutation]


class PushRequest(Struct, frozen=True, kw_only=True):
    """Drafts on their way to the server. `now` is this computer's clock, so that the server can tell how
    long ago each was made even where that clock is wrong.
    """

    device: str
    groups: list[Group]
    epoch: str | None = None
    now: datetime | UnsetType = UNSET
    lineage: dict[str, str | None] | UnsetType = UNSET
    proto: int = PROTO
    schema: int = SCHEMA


# --- push: answered -------------------------------------------------------------------------------

APPLIED: Final = "applied"
MERGED: Final = "merged"
CONFLICT: Final = "conflict"
REJECTED: Final = "rejected"
FORBIDDEN: Final = "forbidden"
DEPENDENCY_FAILED: Final = "dependency_failed"
UPGRADE_REQUIRED: Final = "upgrade_required"

SETTLED: Final = frozenset({APPLIED, MERGED})
"""The statuses that mean: the server has it."""


class Blocking(Struct, frozen=True):
    """The time that is taken. `id` only where the caller may see whose it is."""

    starts_at: datetime
    ends_at: datetime
    id: str | None = None


class Result(Struct, frozen=True):
    """The verdict on one mutation. `status` may be a word this program does not know yet."""

    id: str
    status: str
    code: str | None = None
    fields: list[str] | None = None
    row: Json | None = None
    blocking: Blocking | None = None
    detail: str | None = None
    repeated: bool = False


class PushAnswer(Struct, frozen=True, kw_only=True):
    """A verdict for every mutation that was sent, in the order they were sent."""

    proto: int
    epoch: str
    now: datetime
    flags: Flags = Flags()
    results: list[Result] = []


# --- bytes ----------------------------------------------------------------------------------------


class _Call(Struct, frozen=True):
    request: PullRequest | PushRequest | DigestRequest | Json


_encoder = Encoder()
_pull = Decoder(PullAnswer)
_push = Decoder(PushAnswer)
_digest = Decoder(DigestAnswer)
_object = Decoder(Json)


def encode_call(request: PullRequest | PushRequest | DigestRequest | Json) -> bytes:
    """The body of a call: the function's one argument is named `request`."""
    return _encoder.encode(_Call(request))


def encode_request(request: PullRequest | PushRequest) -> bytes:
    """The request alone, e.g. to measure how heavy a batch is."""
    return _encoder.encode(request)


def decode_pull(body: bytes) -> PullAnswer:
    """Raises msgspec.DecodeError on broken JSON and its child msgspec.ValidationError on another
    shape.
    """
    return _pull.decode(body)


def decode_push(body: bytes) -> PushAnswer:
    """Raises msgspec.DecodeError on broken JSON and its child msgspec.ValidationError on another
    shape.
    """
    return _push.decode(body)


def decode_digest(body: bytes) -> DigestAnswer:
    """Raises msgspec.DecodeError on broken JSON and its child msgspec.ValidationError on another
    shape.
    """
    return _digest.decode(body)


def decode_object(body: bytes) -> Json:
    """Any object. Raises msgspec.DecodeError on broken JSON and its child msgspec.ValidationError on
    something else.
    """
    return _object.decode(body)
