"""Prove that everything is here: progress, a way to stop, and the result in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from clinic_app.features.sync_status.view import words
from clinic_app.features.sync_status.view.standing import Shape
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Label
from sync.steps.sanity import Proof


class Proving(Card):
    """`prove_asked` and `stop_asked` are its button, which is one or the other."""

    prove_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("SyncStatus", "Is everything here?"), parent)
        self.is_proving = False
        self.shape = Shape(self)
        self.result = Label("", "strong", self, wrap=True)
        self.detail = Label("", "muted", self, wrap=True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("SyncStatus", "How far the check is"))
        self.button = Button("", "plain", self)
        self.button.clicked.connect(self._on_pressed)
        top = QHBoxLayout()
        top.setSpacing(theme().space())
        top.addWidget(self.shape)
        top.addWidget(self.result, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.detail)
        self.body.addWidget(self.progress)
        self.body.addStretch(1)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self._idle(
            "",
            tr(
                "SyncStatus",
                "Every page of the file and every row is looked at and compared with the server."
                " What differs is fetched again.",
            ),
        )

    def begin(self) -> None:
        """A proof is under way."""
        self.is_proving = True
        self.shape.hide()
        self.result.setText(tr("SyncStatus", "Looking…"))
        self.result.show()
        self.detail.setText("")
        self.progress.setRange(0, 0)
        self.progress.show()
        self.button.setText(tr("SyncStatus", "Stop"))

    def show_progress(self, done: int, of: int) -> None:
        """So many steps are done."""
        if self.is_proving:
            self.progress.setRange(0, of)
            self.progress.setValue(done)

    def show_proof(self, proof: Proof) -> None:
        """What was found."""
        self._idle(words.proof_title(proof), words.proof_lines(proof), words.proof_tone(proof))

    def show_trouble(self, text: str) -> None:
        """It could not be looked at all."""
        self._idle(tr("SyncStatus", "The check could not be done"), text, "bad")

    def stopped(self) -> None:
        """The person did not want to wait."""
        self._idle("", tr("SyncStatus", "Stopped. Nothing was changed by it."))

    def _idle(self, result: str, detail: str, tone: str = "") -> None:
        self.is_proving = False
        self.result.setText(result)
        self.result.setVisible(bool(result))
        self.shape.setVisible(bool(tone))
        if tone:
            self.shape.set_tone(tone)
        self.detail.setText(detail)
        self.setAccessibleDescription(f"{result} {detail}".strip())
        self.progress.hide()
        self.button.setText(tr("SyncStatus", "Prove my data is whole"))

    def _on_pressed(self) -> None:
        (self.stop_asked if self.is_proving else self.prove_asked).emit()
