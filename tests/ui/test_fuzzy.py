"""Which line of the palette a few letters mean."""

from __future__ import annotations

from clinic_app.shell.fuzzy import fold, score
from clinic_app.shell.palette import Found, ranked


def found(*titles: str) -> list[Found]:
    return [Found(title, title, "", lambda: None) for title in titles]


def test_accents_and_capitals_do_not_matter() -> None:
    assert fold("Muñoz") == "munoz"
    assert score("munoz", "María Muñoz") is not None


def test_a_start_beats_a_word_beats_the_middle_beats_scattered_letters() -> None:
    titles = found("Spoon at sea", "Repatriate", "Waiting patients", "Patients")

    assert [each.title for each in ranked("pat", titles)] == [
        "Patients",
        "Waiting patients",
        "Repatriate",
        "Spoon at sea",
    ]


def test_letters_out_of_order_do_not_match() -> None:
    assert score("tap", "Patients") is None


def test_first_letters_of_words_find_a_command() -> None:
    offers = found("Boil cabbage", "Book appointment", "Banana")

    assert ranked("ba", offers)[0].title == "Banana"
    assert ranked("bapp", offers)[0].title == "Book appointment"


def test_nothing_typed_keeps_the_order() -> None:
    assert [each.title for each in ranked("  ", found("b", "a"))] == ["b", "a"]
