"""How well a few typed letters match a title: pure, and fast enough for every key press."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case without accents, so that "munoz" finds "Muñoz"."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def score(typed: str, title: str) -> int | None:
    """How well `typed` matches, higher is better; None when its letters are not all there in order.

    A whole start beats the start of a word, that beats letters inside, and gaps cost.
    """
    wanted, said = fold(typed).strip(), fold(title)
    if not wanted:
        return 0
    if said.startswith(wanted):
        return 1000 - len(said)
    if f" {wanted}" in said:
        return 800 - len(said)
    if wanted in said:
        return 600 - len(said)
    at, points, last = 0, 300, -1
    for letter in wanted.replace(" ", ""):
        found = said.find(letter, at)
        if found < 0:
            return None
        starts_word = found == 0 or not said[found - 1].isalnum()
        points += 12 if starts_word else 0
        points -= min(found - last - 1, 10) if last >= 0 else 0
        last, at = found, found + 1
    return points - len(said) // 4
