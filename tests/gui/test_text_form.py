"""A form of texts, whatever its controls look like."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox

from clinic_app.parts.text_form import TextForm
from clinic_app.ui.widgets import Field

pytestmark = pytest.mark.usefixtures("themed")
TEXTS = {"name": "Room 1", "note": "two\nlines", "minutes": "20", "on": "yes", "kind": "b"}


class Words(TextForm):
    """One field of each kind."""

    def __init__(self) -> None:
        super().__init__()
        kinds = QComboBox(self)
        for value in ("a", "b"):
            kinds.addItem(value.upper(), value)
        controls = {
            "name": QLineEdit(self),
            "note": QPlainTextEdit(self),
            "minutes": QSpinBox(self),
            "on": QCheckBox(self),
            "kind": kinds,
        }
        for name, control in controls.items():
            field = Field(name, control, self)
            self.name_field(name, field)
            self.add(field)
        kinds.currentIndexChanged.connect(self.note_edit)

    def problem(self, name: str, code: str) -> str:
        return f"{name}: {code}"

    def clash(self, value: str) -> str:
        return f"now {value}"

    def unheard_of(self, value: str) -> str:
        return f"({value})"


@pytest.fixture
def form(themed: object) -> Words:
    return Words()


def test_what_is_put_in_comes_out_again_and_counts_as_no_edit(form: Words) -> None:
    edits: list[int] = []
    form.edited.connect(lambda: edits.append(1))
    form.put(TEXTS)
    assert form.typed == TEXTS
    assert edits == []
    form.put({"on": "", "kind": ""})
    assert form.typed == TEXTS | {"on": "", "kind": "a"}


def test_a_choice_that_only_a_newer_server_knows_is_kept(form: Words) -> None:
    form.put({"kind": "tomorrow"})
    box = form.field("kind").control
    assert isinstance(box, QComboBox)
    assert (form.typed["kind"], box.currentText()) == ("tomorrow", "(tomorrow)")


def test_a_clash_is_said_beside_its_field_until_it_is_over(form: Words) -> None:
    form.put(TEXTS)
    form.show_clashes({"name": "Room 7"})
    form.show_problems({"note": "long"})
    assert form.field("name").note.text() == "now Room 7"
    assert form.field("note").error == "note: long"
    assert form.is_clashing("name")
    form.show_clashes({})
    assert form.field("name").note.text() == ""
    assert not form.is_clashing("name")
    assert form.typed == TEXTS
