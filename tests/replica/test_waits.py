"""How long a draft steps aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sync.replica import outbox
from sync.replica.batch import LONGEST_WAIT, next_batch
from sync.replica.tables import patients
from sync.steps.push import TROUBLE_WAIT_S
from sync.steps.verdicts import ORPHAN_WAIT_S
from tests.replica.conftest import OpenReplica
from tests.replica.rows import NOON, a_patient, all_drafts

Run = Callable[[Any], Any]


def test_a_wait_that_a_wrong_clock_wrote_down_ends_when_the_clock_is_right_again(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            (draft,) = await all_drafts(replica)
            next_year = NOON + timedelta(days=365)
            soon = next_year + timedelta(seconds=60)
            await replica.apply(lambda db: outbox.mark_waiting(db, [draft.id], soon, "net.busy"))

            assert await replica.read(lambda db: next_batch(db, next_year)) == []
            (group,) = await replica.read(lambda db: next_batch(db, NOON))
            assert [each.id for each in group.drafts] == [draft.id]

    run(story())


def test_no_wait_of_ours_looks_like_one_of_a_wrong_clock() -> None:
    longest = max(ORPHAN_WAIT_S, TROUBLE_WAIT_S)
    assert timedelta(seconds=2 * longest) < LONGEST_WAIT
