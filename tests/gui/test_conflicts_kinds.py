"""Every kind of card keeps everything, and every way out of it is reached with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from clinic_app.features.conflicts import queries
from clinic_app.ui import format as fmt
from clinic_app.ui.widgets import Button, Label
from sync.backend.wire import Blocking
from sync.replica.tables import appointments, patients
from tests.gui.test_conflicts_page import Reception, reception
from tests.support.desk import AMARA, CLINIC, GRACE, LUCIA, OKAFOR, TOMAS, Desk, add_visit
from tests.support.hands import Key

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")
PHONE = "+52 55 1188 4400"
THEIRS = {"phone": "+52 55 1199 0000", "version": 2, "updated_by": AMARA}


async def edit(desk: Desk) -> Any:
    await desk.replica.write("Correct", lambda tx: tx.update(patients, TOMAS, phone=PHONE))
    return (await desk.drafts())[-1]


async def same_field(desk: Desk) -> None:
    draft = await edit(desk)
    row = draft.base | THEIRS
    await desk.refuse(draft.id, "conflict", "same_field", fields=["phone"], row=row)


async def deleted_row(desk: Desk) -> None:
    await desk.refuse((await edit(desk)).id, "conflict", "deleted", fields=["phone"])


async def withdrawn_right(desk: Desk) -> None:
    await desk.refuse((await edit(desk)).id, "forbidden", "not_visible")


async def not_allowed(desk: Desk) -> None:
    await desk.refuse((await edit(desk)).id, "forbidden", "not_allowed")


async def version_too_old(desk: Desk) -> None:
    await desk.refuse((await edit(desk)).id, "upgrade_required", "unknown_column")


async def draft_too_old(desk: Desk) -> None:
    await desk.refuse((await edit(desk)).id, "rejected", "too_old")


async def dependency(desk: Desk) -> None:
    await desk.refuse((await edit(desk)).id, "dependency_failed", "dependency")


async def a_word_of_tomorrow(desk: Desk) -> None:
    await desk.refuse((await edit(desk)).id, "postponed", "full_moon")


async def taken_slot(desk: Desk) -> None:
    def book(tx: Any) -> None:
        tx.insert(
            appointments,
            facility_id=CLINIC,
            patient_id=GRACE,
            provider_id=OKAFOR,
            starts_at=desk.at(14),
            ends_at=desk.at(14, 45),
            reason=PHONE,
        )

    await desk.replica.write("Book an appointment", book)
    draft = (await desk.drafts())[-1]
    blocking = Blocking(desk.at(14), desk.at(14, 45))
    await desk.refuse(draft.id, "conflict", "slot_taken", blocking=blocking)


async def closed_appointment(desk: Desk) -> None:
    visit = await add_visit(desk, "grace", GRACE, desk.at(9))
    await desk.replica.write("Edit", lambda tx: tx.update(appointments, visit, reason=PHONE))
    draft = (await desk.drafts())[-1]
    row = draft.base | {"status": "completed", "version": 3, "updated_by": AMARA}
    await desk.refuse(draft.id, "conflict", "closed", fields=["reason"], row=row)


KINDS = {
    each.__name__: each
    for each in (
        same_field,
        taken_slot,
        deleted_row,
        withdrawn_right,
        not_allowed,
        closed_appointment,
        dependency,
        version_too_old,
        draft_too_old,
        a_word_of_tomorrow,
    )
}


async def shown(here: Reception) -> Any:
    await here.until(
        lambda: (
            here.detail is not None
            and here.detail.isVisible()
            and here.detail.isAncestorOf(here.focus)
        )
    )
    await here.until(lambda: not hasattr(here.detail, "tiles") or here.detail.tiles)
    return here.detail


@pytest.mark.parametrize("name", KINDS)
def test_all_its_text_is_there_and_every_answer_is_reached_by_keys(
    run: Run, tmp_path: Path, name: str
) -> None:
    async def story() -> None:
        async with reception(tmp_path, KINDS[name]) as here:
            detail = await shown(here)
            (card,) = await here.desk.replica.read(queries.open_cards(LUCIA).run)
            assert PHONE in card.mine.values()
            assert card.edited_at == here.desk.clock.now(), "when it was typed"
            assert card.person == LUCIA, "and by whom"
            texts = [each.text() for each in detail.findChildren(Label)]
            if name == "same_field":
                assert fmt.phone(PHONE) in texts
                assert fmt.phone(THEIRS["phone"]) in texts
                assert any("Dr. Amara Okafor" in text for text in texts), "who else, and when"
            answers = [each for each in detail.findChildren(Button) if each.isVisibleTo(detail)]
            assert detail.hand in answers
            assert detail.past in answers
            for answer in answers:
                if answer.isEnabled():
                    await here.tab_to(answer)

    run(story())


@pytest.mark.parametrize("name", KINDS)
def test_the_text_outlives_every_decision(run: Run, tmp_path: Path, name: str) -> None:
    """Let go, it stands under Settled with what was there before; nothing is in a bin."""

    async def story() -> None:
        async with reception(tmp_path, KINDS[name]) as here:
            detail = await shown(here)
            (before,) = await here.desk.replica.read(queries.open_cards(LUCIA).run)
            if detail.discard.isVisibleTo(detail):
                await here.tab_to(detail.discard)
                here.press(Key.Key_Return, Key.Key_Tab, Key.Key_Return)
            else:
                await here.tab_to(detail.theirs)
                here.press(Key.Key_Return)
            await here.until(here.settled)
            (after,) = await here.desk.replica.read(queries.settled_cards(LUCIA).run)
            for side in ("base", "mine", "theirs"):
                assert after.body.get(side) == before.body.get(side)
            assert after.resolution["by"] == LUCIA

    run(story())
