"""One person's place at a computer: everything that is theirs while the program runs."""

from __future__ import annotations

from dataclasses import dataclass

from clinic_app.at_the_desk import AtTheDesk
from clinic_app.desk import Desk
from clinic_app.desk_keys import DeskKeys
from clinic_app.desk_rules import DeskRules
from clinic_app.session import OpenSession
from clinic_app.slumber import Slumber
from clinic_app.threshold import Threshold


@dataclass(eq=False)
class Seat:
    """One person's place at this computer."""

    session: OpenSession
    desk: Desk
    rules: DeskRules
    helper: AtTheDesk
    keys: DeskKeys
    slumber: Slumber
    threshold: Threshold
    is_to_be_set_aside: bool = False

    @property
    def person(self) -> str:
        """Whose it is."""
        return self.session.person.id
