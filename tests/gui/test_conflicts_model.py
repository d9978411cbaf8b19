"""What a card asks to be decided, and where else a visit could lie: without a screen."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic_app.domain.hours import Interval, WeeklyHours
from clinic_app.features.conflicts.model.lines import Trouble, lines, trouble
from clinic_app.features.conflicts.model.slots import Ground, Offer, Place, Wish, offers

ZONE = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 20, 9, 55, tzinfo=UTC)
OKAFOR, MUELLER = Place("okafor", "Dr. Okafor", "r2"), Place("mueller", "Dr. Müller", "r3")
LENGTH = timedelta(minutes=45)
WEEK = tuple(WeeklyHours(day, time(8), time(17)) for day in range(1, 6))


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def taken(*spans: tuple[datetime, datetime]) -> list[Interval]:
    return [Interval(*span) for span in spans]


def ground(**busy: list[Interval]) -> Ground:
    return Ground((OKAFOR, MUELLER), {"okafor": WEEK, "mueller": WEEK}, {}, busy)


def said(found: list[Offer]) -> list[tuple[str, datetime]]:
    return [(offer.place.provider_id, offer.starts_at) for offer in found]


def test_the_same_doctor_later_that_day_comes_first_then_a_colleague_then_another_day() -> None:
    where = ground(
        okafor=taken((at(14), at(15)), (at(8), at(12))),
        mueller=taken((at(12), at(13, 30)), (at(14, 15), at(17))),
    )
    found = offers(Wish("okafor", at(14), LENGTH), where, NOW, ZONE)
    assert said(found) == [
        ("okafor", at(15)),
        ("mueller", at(13, 30)),
        ("okafor", at(8, day=23)),
    ]


def test_nothing_is_offered_in_the_past_or_over_somebody() -> None:
    where = ground(okafor=taken((at(11), at(17))), mueller=taken((at(8), at(17))))
    found = offers(Wish("okafor", at(9), LENGTH), where, NOW, ZONE)
    assert all(offer.starts_at >= NOW for offer in found)
    assert said(found)[0] == ("okafor", at(8, day=23))
    for offer in found:
        wish = Interval(offer.starts_at, offer.ends_at)
        assert not any(wish.meets(busy) for busy in where.taken[offer.place.provider_id])


def test_a_day_that_is_over_looks_at_the_days_after_it() -> None:
    found = offers(Wish("okafor", at(14, day=18), LENGTH), ground(), NOW, ZONE)
    assert said(found)[0][1] >= NOW
    assert len(found) == 3


def test_a_doctor_alone_offers_three_times_of_their_own() -> None:
    alone = Ground((OKAFOR,), {"okafor": WEEK}, {}, {})
    found = offers(Wish("okafor", at(14), LENGTH), alone, NOW, ZONE)
    assert said(found) == [("okafor", at(14)), ("okafor", at(8, day=23)), ("okafor", at(14, 45))]


def test_a_doctor_who_left_is_replaced_by_a_colleague() -> None:
    left = Ground((MUELLER,), {"mueller": WEEK}, {}, {})
    found = offers(Wish("okafor", at(14), LENGTH), left, NOW, ZONE)
    assert {offer.place for offer in found} == {MUELLER}
    assert found[0].starts_at >= at(14)


def test_time_off_and_a_full_fortnight_offer_nothing() -> None:
    away = {"okafor": taken((at(0), at(0, day=20) + timedelta(days=40)))}
    nobody = Ground((OKAFOR,), {"okafor": WEEK}, away, {})
    assert offers(Wish("okafor", at(14), LENGTH), nobody, NOW, ZONE) == []


BASE = {"phone": "1100", "address": "Calle 5", "note": "", "version": 3, "updated_at": "x"}


def test_only_what_both_changed_is_to_be_decided() -> None:
    theirs = BASE | {"phone": "1199", "address": "Calle 9", "version": 4, "updated_at": "y"}
    found = lines("patients", BASE, {"phone": "1188"}, theirs, ["phone"])
    assert [(line.key, line.is_clash, line.is_mine, line.is_theirs) for line in found] == [
        ("phone", True, True, True),
        ("address", False, False, True),
    ]


def test_start_end_and_doctor_are_one_decision() -> None:
    base = {"starts_at": "a", "ends_at": "b", "provider_id": "okafor", "reason": "cough"}
    theirs = base | {"provider_id": "mueller"}
    mine = {"starts_at": "c", "ends_at": "d", "reason": "fever"}
    found = lines("appointments", base, mine, theirs, ["starts_at", "ends_at"])
    assert [line.key for line in found] == ["time", "reason"]
    assert found[0].is_clash
    assert set(found[0].fields) >= {"starts_at", "ends_at", "provider_id"}
    assert not found[1].is_clash


def test_a_record_that_was_never_there_has_only_my_side() -> None:
    found = lines("patients", {}, {"family_name": "Mbeki", "phone": "1"}, None, ["phone"])
    assert [(line.key, line.is_theirs) for line in found] == [("name", False), ("phone", False)]


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        ("conflict", "slot_taken", Trouble.SLOT),
        ("conflict", "same_field", Trouble.CLASH),
        ("conflict", "moved", Trouble.CLASH),
        ("conflict", "closed", Trouble.CLASH),
        ("conflict", "status_changed", Trouble.CLASH),
        ("conflict", "edited", Trouble.CLASH),
        ("conflict", "deleted", Trouble.DELETED),
        ("forbidden", "not_allowed", Trouble.FORBIDDEN),
        ("forbidden", "not_visible", Trouble.FORBIDDEN),
        ("rejected", "invalid", Trouble.INVALID),
        ("rejected", "duplicate", Trouble.INVALID),
        ("rejected", "missing_parent", Trouble.INVALID),
        ("rejected", "bad_transition", Trouble.INVALID),
        ("upgrade_required", "unknown_column", Trouble.OUTDATED),
        ("a_word_of_a_newer_server", "whatever", Trouble.INVALID),
    ],
)
def test_every_verdict_of_the_server_is_a_kind_of_card(
    status: str, code: str, kind: Trouble
) -> None:
    assert trouble(status, code) is kind
