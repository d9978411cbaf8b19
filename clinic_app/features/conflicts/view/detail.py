"""What every open card has: what happened, what can be done, and a careful way to let it go."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.features.conflicts.actions import Discard, lines_of
from clinic_app.features.conflicts.queries import CardRow
from clinic_app.features.conflicts.view import rules
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.parts.flow import Flow
from clinic_app.parts.strip import Strip
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Chip, Label


class Detail(Card):
    """`decided` carries a command; `handing_asked` and `past_asked` say that a colleague is to decide, or
    that the record's history is wanted.

    A subclass fills `self.middle`, adds buttons with `add_button`, and says in `enter` what Enter
    does.
    """

    decided = Signal(object)
    handing_asked = Signal()
    past_asked = Signal()

    def __init__(self, card: CardRow, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__("", parent, flush=True)
        self.row, self.speech = card, speech
        self.lines = lines_of(card)
        self.setAccessibleName(speech.heading(card, self.lines))
        self.trouble = Strip("danger", self)
        self.body.addWidget(self.trouble)
        inner = QVBoxLayout()
        large = theme().space("large")
        inner.setContentsMargins(large + 2, large, large + 2, large)
        inner.setSpacing(theme().space())
        top = QHBoxLayout()
        top.setSpacing(theme().space("medium"))
        self.heading = Label(speech.heading(card, self.lines), "large", self, wrap=True)
        self.chip = Chip(*rules.chip(card), self)
        top.addWidget(self.heading, 1)
        top.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(top)
        self.handed = Label(speech.handed(card), "strong", self, wrap=True)
        self.handed.setVisible(bool(self.handed.text()))
        inner.addWidget(self.handed)
        self.story = Label(speech.story(card), "muted", self, wrap=True)
        inner.addWidget(self.story)
        self.middle = QVBoxLayout()
        self.middle.setSpacing(theme().space())
        inner.addSpacing(theme().space("tiny"))
        inner.addLayout(self.middle)
        inner.addSpacing(theme().space())
        self._buttons = Flow(ends=True)
        self.hand = Button(tr("Conflicts", "Hand over…"), "plain", self)
        self.hand.clicked.connect(self.handing_asked)
        self._buttons.addWidget(self.hand)
        self.past = Button(tr("Conflicts", "History…"), "plain", self)
        self.past.clicked.connect(self.past_asked)
        self._buttons.addWidget(self.past)
        self.discard = Button(tr("Conflicts", "Discard draft"), "warn", self)
        self.discard.clicked.connect(self._on_discard_asked)
        self._buttons.addWidget(self.discard)
        inner.addLayout(self._buttons)
        self._question = self._make_question()
        inner.addWidget(self._question)
        self.body.addLayout(inner)

    def add_button(self, text: str, role: str = "plain", *, hint: str = "") -> Button:
        """A button before those that every card has; connect its `clicked`."""
        button = Button(text, role, self, hint=hint)
        self._buttons.insert(self._buttons.count() - 3, button)
        QWidget.setTabOrder(button, self.hand)
        return button

    def begin(self) -> None:
        """Put the focus where the proposed answer is."""
        self.discard.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        """Take the proposed answer."""

    def tell(self, speech: Speech) -> None:
        """More is known by now than when the card was opened."""
        self.speech = speech
        self.story.setText(speech.story(self.row))

    def say_no(self, text: str, detail: str = "") -> None:
        """The last answer could not be carried out; the card stays open."""
        self.trouble.say(text, detail)

    def hanging(self, count: int) -> None:
        """So many drafts wait for this one: letting it go may take them along."""
        if self.row.kind != "insert" or not count:
            return
        self._about.setText(
            tr(
                "Conflicts",
                "The draft goes, with %n other(s) that hung on it. All of it stays readable under Settled.",
                count,
            )
        )

    def _make_question(self) -> QFrame:
        frame = QFrame(self)
        frame.hide()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, theme().space("tiny"), 0, 0)
        row.setSpacing(theme().space())
        self._about = Label(
            tr("Conflicts", "The draft goes; its text stays readable under Settled."),
            "red",
            frame,
            wrap=True,
        )
        row.addWidget(self._about, 1)
        self.keep = Button(tr("Conflicts", "Keep it"), "plain", frame)
        self.keep.clicked.connect(self._on_kept)
        self.really = Button(tr("Conflicts", "Discard"), "danger", frame)
        self.really.clicked.connect(self._on_discarded)
        row.addWidget(self.keep)
        row.addWidget(self.really)
        return frame

    def _on_discard_asked(self) -> None:
        self._question.show()
        self.discard.setEnabled(False)
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_kept(self) -> None:
        self._question.hide()
        self.discard.setEnabled(True)
        self.begin()

    def _on_discarded(self) -> None:
        self.decided.emit(Discard(self.row.id))

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._press()
            return
        if event.key() == Qt.Key.Key_Escape and self._question.isVisible():
            self._on_kept()
            return
        super().keyPressEvent(event)

    def _press(self) -> None:
        """Enter: the button that has the focus, or else the proposed answer."""
        focused = self.focusWidget()
        if isinstance(focused, Button) and focused.hasFocus():
            focused.click()
        else:
            self.enter()
