"""Many worlds on several processors, and what came of them."""

from __future__ import annotations

import gc
import multiprocessing
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import FrameType

from tests.simulation import sabotage
from tests.simulation.process import Death, make_template
from tests.simulation.shrink import shrink
from tests.simulation.story import Story, tell
from tests.simulation.world import MakeServer, Outcome, play

REAL_S = 60
"""A world that takes longer than this, of real time, turns in a circle."""
_CHUNK = 10
_COLLECT = 20


@dataclass(frozen=True)
class Options:
    """How worlds are made."""

    restores: bool = False
    postgres: bool = False
    sabotage: str = ""
    every_commit: bool = False
    """Play each story once for every commit of every desk, which then dies there."""


@dataclass
class Total:
    """What came of all worlds."""

    worlds: int = 0
    events: int = 0
    drafts: int = 0
    applied: int = 0
    cards: int = 0
    crashes: int = 0
    restores: int = 0
    calls: int = 0
    virtual_seconds: float = 0.0
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.worlds += 1
        for name in ("events", "drafts", "applied", "cards", "crashes", "restores", "calls"):
            setattr(self, name, getattr(self, name) + getattr(outcome, name))
        self.virtual_seconds += outcome.virtual_seconds
        if outcome.wrong:
            self.failed.append(outcome)


class Stage:
    """A folder on the fastest disk there is, an empty replica in it, and the kind of server."""

    def __init__(self, options: Options) -> None:
        memory = Path("/dev/shm")
        where = memory if memory.is_dir() else None
        self.folder = Path(tempfile.mkdtemp(prefix="clinic-worlds-", dir=where))
        self.template = self.folder / "empty.replica"
        self.options = options
        self._played = 0
        make_template(self.template)

    def play_seed(self, seed: int) -> Iterator[Outcome]:
        """The story of a seed; with `every_commit` in all its deaths, before and after each commit."""
        story = self.tell(seed)
        if not self.options.every_commit:
            yield self.play(story)
            return
        story = story.with_events([e for e in story.events if e.verb != "crash_at_commit"])
        first = self.play(story)
        yield first
        for desk, commits in enumerate(first.commits):
            for commit in range(commits):
                yield self.play(story, Death(desk, commit, "before"))
                yield self.play(story, Death(desk, commit, "after"))

    def play(self, story: Story, death: Death | None = None) -> Outcome:
        """Play one story; whatever goes wrong, also in the world's own machinery, is told."""
        # What a world leaves goes with the next few: looking for cycles all the time is a tenth of it.
        gc.disable()
        self._played += 1
        if self._played % _COLLECT == 0:
            gc.collect()
        with sabotage.broken(self.options.sabotage), _bounded(REAL_S):
            try:
                return play(story, self.folder, self.template, self._server(), death)
            except Exception as error:  # noqa: BLE001 - one world must not end the others
                told = "".join(traceback.format_exception(error)).strip().splitlines()
                return Outcome(
                    story.seed, death=death, wrong=[f"{type(error).__name__}: {error}", *told[-12:]]
                )

    def tell(self, seed: int) -> Story:
        """The story of a seed, as the options have it."""
        return tell(seed, restores=self.options.restores)

    def close(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _server(self) -> MakeServer:
        if self.options.postgres:
            from tests.simulation.postgres import PostgresServer

            return PostgresServer
        from tests.simulation.server import MemoryServer

        return MemoryServer


@contextmanager
def staged(options: Options) -> Iterator[Stage]:
    """A stage, and nothing of it afterwards."""
    stage = Stage(options)
    try:
        yield stage
    finally:
        stage.close()


def play_all(
    seeds: Sequence[int],
    options: Options,
    *,
    jobs: int = 1,
    enough: int = 0,
    progress: Callable[[Total], None] = lambda total: None,
) -> Total:
    """Play the stories of these seeds. `enough` failures end it early (0: never)."""
    total = Total()
    for outcome in _outcomes(seeds, options, jobs):
        total.add(outcome)
        progress(total)
        if enough and len(total.failed) >= enough:
            break
    return total


def _outcomes(seeds: Sequence[int], options: Options, jobs: int) -> Iterator[Outcome]:
    # The real server ends with the process that started it, and workers are not asked to end.
    if jobs <= 1 or options.postgres:
        with staged(options) as stage:
            for seed in seeds:
                yield from map(_quick, stage.play_seed(seed))
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(jobs, _begin, (options,)) as pool:
        size = 1 if options.every_commit else _CHUNK
        for outcomes in pool.imap_unordered(_play_one, seeds, chunksize=size):
            yield from outcomes
        pool.close()
        pool.join()


_stage: Stage


def _begin(options: Options) -> None:
    """In a new worker."""
    global _stage
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stage = Stage(options)
    # A pool ends its workers without asking them: the folder goes with them all the same.
    multiprocessing.util.Finalize(_stage, _stage.close, exitpriority=10)
    gc.freeze()


def _play_one(seed: int) -> list[Outcome]:
    return list(map(_quick, _stage.play_seed(seed)))


def _quick(outcome: Outcome) -> Outcome:
    """A world that held needs no lines."""
    if not outcome.wrong:
        outcome.lines.clear()
    return outcome


def smallest(found: Outcome, options: Options, *, seconds: float = 60.0) -> tuple[Story, Outcome]:
    """The shortest story of a failing seed that still fails in the same way, and its outcome. One that
    needs a death at a certain commit is told whole: in a shorter one that commit is another one.
    """
    with staged(options) as stage:
        story = stage.tell(found.seed)
        if found.death is not None:
            return story, found
        first = stage.play(story)
        kind = _kind(first)
        small = shrink(
            story, lambda shorter: kind in map(_shape, stage.play(shorter).wrong), seconds=seconds
        )
        return small, stage.play(small)


def _kind(outcome: Outcome) -> str:
    return _shape(outcome.wrong[-1]) if outcome.wrong else ""


def _shape(wrong: str) -> str:
    """What went wrong, without who and when: the words, not the ids."""
    *_, told = wrong.split(": ", 2)
    return " ".join(word for word in told.split()[:6] if not any(c.isdigit() for c in word))


def as_text(story: Story, outcome: Outcome) -> str:
    """A world as a person reads it, and as it can be told again."""
    lines = [f"seed {story.seed}, {len(story.events)} events, {story.cast}", *outcome.lines]
    if outcome.death is not None:
        lines.append(f"with one death more: {outcome.death}")
    lines += ["it did not hold:" if outcome.wrong else "all held", *outcome.wrong]
    return "\n".join(lines)


@contextmanager
def _bounded(seconds: int) -> Iterator[None]:
    """Raise TimeoutError after so much real time, where the system has such an alarm."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"the world does not end within {seconds} s")

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def seeds_from(first: int, count: int) -> list[int]:
    """So many seeds in a row."""
    return list(islice(range(first, first + count), count))


class Ticker:
    """Says now and then how far it has come."""

    def __init__(self, of: int, every: float = 15.0) -> None:
        self._of, self._every = of, every
        self._began = self._told = time.monotonic()
        self._failed = 0

    def __call__(self, total: Total) -> None:
        for outcome in total.failed[self._failed :]:
            print(f"seed {outcome.seed}: {outcome.wrong[0]}", flush=True)
        self._failed = len(total.failed)
        now = time.monotonic()
        if now - self._told >= self._every:
            self._told = now
            rate = total.worlds / (now - self._began)
            print(
                f"{total.worlds:>6} of {self._of}, {rate:.1f} worlds/s, {len(total.failed)} failed",
                flush=True,
            )
