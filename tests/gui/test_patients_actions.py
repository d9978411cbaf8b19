"""What the desk does with patients, as commands on a real replica."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Any

from clinic_app.domain.names import Reason
from clinic_app.features.patients import queries
from clinic_app.features.patients.actions import (
    Archived,
    ArchivePatient,
    ChangedMeanwhile,
    CorrectDetails,
    Corrected,
    Gone,
    PossibleDuplicates,
    Reactivate,
    Reactivated,
    Registered,
    RegisterPatient,
    Unchanged,
)
from sync.ids import new_id
from tests.support.desk import AMARA, CLINIC, GRACE, TOMAS, Desk, add_visit, an_id, open_desk

Run = Callable[[Coroutine[Any, Any, Any]], Any]
MARIA = {
    "family_name": "Nunez",
    "given_name": "Maria",
    "birth_date": date(1979, 7, 15),
    "gender": "female",
    "phone": "91 555 01 22",
    "email": "",
    "address": "",
    "note": "",
}


async def tell(desk: Desk, command: Callable[[Any], Any]) -> Any:
    return await desk.replica.write("a test", command)


def test_registering_first_names_who_looks_alike_and_why(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            wish = RegisterPatient(new_id(), CLINIC, MARIA)

            found = await tell(desk, wish)

            assert isinstance(found, PossibleDuplicates)
            assert [row.patient.family_name for row in found.rows] == ["Núñez"]
            assert set(found.rows[0].likeness.reasons) == {
                Reason.SIMILAR_NAME,
                Reason.SAME_BIRTH_DATE,
                Reason.SAME_PHONE,
            }
            assert await desk.drafts() == []

    run(story())


def test_registering_deliberately_registers_once_however_often_it_is_asked(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            wish = RegisterPatient(new_id(), CLINIC, MARIA, deliberately=True)
            assert await tell(desk, wish) == Registered(wish.patient_id)
            assert await tell(desk, wish) == Registered(wish.patient_id)

            (draft,) = await desk.drafts()
            assert (draft.kind, draft.row_id) == ("insert", wish.patient_id)
            assert draft.patch["birth_date"] == "1979-07-15"
            card = (await desk.replica.read(queries.patient_card(wish.patient_id).run))[0]
            assert (card.record_number, card.version, card.draft) == (None, None, "waiting")

    run(story())


def test_somebody_who_was_archived_is_recognised_too(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await tell(desk, ArchivePatient(an_id("maria")))
            assert isinstance(
                await tell(desk, RegisterPatient(new_id(), CLINIC, MARIA)), PossibleDuplicates
            )

    run(story())


def test_a_name_nobody_has_is_registered_at_once(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            wish = RegisterPatient(new_id(), CLINIC, {"family_name": "Okonkwo"})
            assert isinstance(await tell(desk, wish), Registered)

    run(story())


def test_a_correction_sends_the_edited_fields_and_nothing_else(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            seen = {"phone": "+52 55 1100 2200", "address": "Calle 5 #12"}
            changes = {"phone": "+52 55 1188 4400", "address": "Calle 5 #12"}

            outcome = await tell(desk, CorrectDetails(TOMAS, changes, seen))

            assert outcome == Corrected(TOMAS, {"phone": "+52 55 1100 2200"})
            (draft,) = await desk.drafts()
            assert draft.patch == {"phone": "+52 55 1188 4400"}

            assert isinstance(await tell(desk, CorrectDetails(TOMAS, outcome.before)), Corrected)
            row = await desk.shown("patients", TOMAS)
            assert row is not None
            assert row["phone"] == "+52 55 1100 2200"

    run(story())


def test_a_correction_that_changes_nothing_is_not_sent(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            same = CorrectDetails(TOMAS, {"given_name": "Tomás"}, {"given_name": "Tomás"})
            assert await tell(desk, same) == Unchanged(TOMAS)
            assert await desk.drafts() == []

    run(story())


def test_what_changed_since_the_editor_looked_is_shown_before_it_is_overwritten(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await desk.server_has("patients", TOMAS, by=AMARA, phone="+52 55 1199 0000")
            seen = {"phone": "+52 55 1100 2200"}
            mine = CorrectDetails(TOMAS, {"phone": "+52 55 1188 4400"}, seen)

            outcome = await tell(desk, mine)

            assert outcome == ChangedMeanwhile(TOMAS, {"phone": "+52 55 1199 0000"})
            assert await desk.drafts() == []
            agreed = CorrectDetails(TOMAS, {"phone": "+52 55 1199 0000"}, seen)
            assert await tell(desk, agreed) == Unchanged(TOMAS)

    run(story())


def test_archiving_takes_somebody_out_of_the_lists_and_back(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:

            async def listed(*, archived: bool = False) -> bool:
                query = queries.patients_found("Mbeki", CLINIC, with_archived=archived)
                return bool(await desk.replica.read(query.run))

            assert await tell(desk, ArchivePatient(GRACE)) == Archived(GRACE)
            assert (await listed(), await listed(archived=True)) == (False, True)
            assert await tell(desk, Reactivate(GRACE)) == Reactivated(GRACE)
            assert await listed()

    run(story())


def test_a_record_that_is_gone_is_told_and_not_invented(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            nobody = new_id()
            for command in (
                CorrectDetails(nobody, {"phone": "1"}),
                ArchivePatient(nobody),
                Reactivate(nobody),
            ):
                assert await tell(desk, command) == Gone(nobody)
            assert await desk.drafts() == []

    run(story())


def test_a_record_tells_what_is_ahead_from_what_is_behind(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await add_visit(desk, "next week", GRACE, desk.at(9, days=7))
            await add_visit(desk, "now", GRACE, desk.at(10, 30))
            await add_visit(desk, "yesterday", GRACE, desk.at(9, days=-1), status="completed")
            await add_visit(desk, "off", GRACE, desk.at(9, days=2), status="cancelled")
            now = desk.clock.now()

            ahead = await desk.replica.read(queries.visits_ahead(GRACE, now).run)
            behind = await desk.replica.read(queries.visits_behind(GRACE, now).run)

            assert [row.id for row in ahead] == [an_id("visit now"), an_id("visit next week")]
            assert [row.id for row in behind] == [an_id("visit off"), an_id("visit yesterday")]
            assert ahead[0].provider_name == "Dr. Okafor"

    run(story())
