"""Two people at one record, and a form that is open over it."""

from __future__ import annotations

from clinic_app.domain.edits import Met, edited_elsewhere, met, touched

SEEN = {"family_name": "Ibarra", "phone": "1100", "address": "Calle 5", "note": "a"}


def test_a_change_from_elsewhere_never_touches_what_is_being_typed() -> None:
    typed = SEEN | {"phone": "1188", "note": "b "}
    now = SEEN | {"phone": "1199", "address": "Calle 9", "note": "b"}

    found = met(typed, SEEN, now)

    assert found == Met(frozenset({"address"}), frozenset({"phone"}), ("phone", "address"))


def test_an_echo_of_the_same_values_is_no_change() -> None:
    assert met(SEEN | {"phone": "1"}, SEEN, dict(SEEN)).fields == ()


def test_blanks_around_a_text_are_no_edit() -> None:
    assert touched(SEEN | {"phone": " 1100 ", "note": "ab"}, SEEN) == ["note"]


def test_a_save_undoes_nothing_it_has_not_seen() -> None:
    now = {"phone": "1199", "note": "b", "address": "Calle 9"}
    changes = {"phone": "1188", "note": "b", "address": "Calle 7"}
    seen = {"phone": "1100", "note": "a"}
    assert edited_elsewhere(now, changes, seen) == {"phone": "1199"}
