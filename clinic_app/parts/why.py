"""Why somebody cannot see or do something, in words: from the one policy that the server obeys too.

    self.show_trouble(tr("Rooms", "Not saved."), why_not(role, "rooms", "insert"))

`why` answers about a verb, `why_page` about a page, `why_not` about a draft that was refused, `ask_why`
opens a sheet in which a person asks for themself.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from clinic_app.domain.access import OF_DRAFT, VERBS, explain, explain_page, policy
from clinic_app.ui import ask
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Field, Label

FIRST: Final = "patients"
_PAGE: Final = "page:"


def why(role: str, table: str, verb: str, *, proof_missing: bool = False) -> str:
    """The rule in the person's language; `verb` is read, add, change or remove."""
    return explain(role, table, verb, proof_missing=proof_missing, say=_said)


def why_page(role: str, page: str) -> str:
    """Why somebody finds a page at the left, or does not."""
    return explain_page(role, page, say=_said)


def why_not(role: str, table: str, kind: str, *, is_seen: bool = True) -> str:
    """Why a draft of this kind (insert, update, delete) was refused; not `is_seen`: the record is out
    of the person's sight.
    """
    return why(role, table, OF_DRAFT.get(kind, "change") if is_seen else "read")


async def ask_why(parent: QWidget | None, role: str, *, proof_missing: bool = False) -> None:
    """Let somebody in this role ask; returns once they have read enough."""
    await ask.ask(WhySheet(parent, role, proof_missing=proof_missing))


class WhySheet(ask.Sheet):
    """Two choices, what and what for, and the answer under them."""

    def __init__(
        self, parent: QWidget | None, role: str, *, proof_missing: bool = False, width: int = 480
    ) -> None:
        super().__init__(
            parent,
            tr("Access", "Why can I not …?"),
            tr("Access", "The clinic's server and this program go by the same rules."),
            width=width,
        )
        self._role, self._proof_missing = role, proof_missing
        self.verb, self.table = QComboBox(self), QComboBox(self)
        for each in VERBS:
            self.verb.addItem(_verb(each), each)
        called = {name: _said(rules.called) for name, rules in policy().tables.items()}
        called |= {f"{_PAGE}{name}": _said(page.called) for name, page in policy().pages.items()}
        for name in sorted(called, key=lambda name: called[name].casefold()):
            self.table.addItem(called[name], name)
        self.table.setCurrentIndex(self.table.findData(FIRST))
        self.body.addWidget(Field(tr("Access", "I want to"), self.verb, self))
        self.body.addWidget(Field(tr("Access", "what"), self.table, self))
        self.answer = Label("", "plain", self, wrap=True, selectable=True)
        self.answer.setAccessibleName(tr("Access", "Answer"))
        self.answer.setMinimumHeight(4 * self.fontMetrics().lineSpacing())
        self.answer.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.answer)
        self.verb.currentIndexChanged.connect(self._say)
        self.table.currentIndexChanged.connect(self._say)
        close = self.add_button(tr("Access", "Close"), "primary", hint="Esc")
        close.clicked.connect(self.reject)
        close.setDefault(True)
        self._say()
        self.verb.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        table, verb = str(self.table.currentData()), str(self.verb.currentData())
        is_page = table.startswith(_PAGE)
        # A page is seen or not: nobody adds or removes one.
        self.verb.setEnabled(not is_page)
        if is_page:
            self.answer.setText(why_page(self._role, table.removeprefix(_PAGE)))
        else:
            self.answer.setText(why(self._role, table, verb, proof_missing=self._proof_missing))


def _said(text: str, **values: object) -> str:
    # The sentences stand in resources/policy/access.toml, where the collector of words finds them.
    return tr("Access", text, None, **values)


def _verb(verb: str) -> str:
    return {
        "read": tr("Access", "see"),
        "add": tr("Access", "add"),
        "change": tr("Access", "change"),
        "remove": tr("Access", "remove"),
    }[verb]
