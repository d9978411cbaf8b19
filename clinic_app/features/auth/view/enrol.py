"""Adding an authenticator, and the codes on paper for the day it is lost."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from clinic_app.errors import words
from clinic_app.features.auth.model.account import Account, NewAuthenticator, grouped
from clinic_app.parts.code_line import CodeLine
from clinic_app.ui import ask
from clinic_app.ui.i18n import tr
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Field, Label
from sync.errors import Expected

_SIDE = 220
_LARGEST = 2_000
_DIGITS = 6
COPIED_FOR_MS = 60_000


class EnrolSheet(ask.Sheet):
    """Accepted once the first code was right."""

    def __init__(self, parent: QWidget | None, account: Account, new: NewAuthenticator) -> None:
        super().__init__(
            parent,
            tr("Account", "Add an authenticator"),
            tr(
                "Account",
                "Scan this with the authenticator on your phone, then type the six digits it shows."
                " Your other computers are signed out and ask for them too.",
            ),
            width=520,
        )
        self._account, self._new = account, new
        self.scope = TaskScope(self)
        row = QHBoxLayout()
        row.setSpacing(theme().space("large"))
        picture = QLabel(self)
        picture.setAccessibleName(tr("Account", "Picture for the authenticator"))
        drawn = drawing(new.picture, _SIDE, self.devicePixelRatioF())
        picture.setPixmap(drawn)
        picture.setVisible(not drawn.isNull())
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self.code = CodeLine(self)
        self.field = Field(tr("Account", "Code"), self.code, self)
        side = QGridLayout()
        side.setVerticalSpacing(theme().space())
        side.addWidget(self.field, 0, 0)
        no_camera = tr("Account", "Without a camera, type this into the authenticator:")
        side.addWidget(Label(no_camera, "note", self, wrap=True), 1, 0)
        self.secret = Label(grouped(new.secret), "mono", self, wrap=True, selectable=True)
        self.secret.setAccessibleName(tr("Account", "Secret of the authenticator"))
        side.addWidget(self.secret, 2, 0)
        side.setRowStretch(3, 1)
        row.addLayout(side, 1)
        self.body.addLayout(row)
        self.go_button, _ = self.add_answers(tr("Account", "Add"))
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Enter: the code first."""
        code = self.code.text()
        if len(code) != _DIGITS:
            self.field.set_error(tr("Account", "A code has six digits."))
        elif self.go_button.isEnabled():
            self.code.setText("")
            self.go_button.setEnabled(False)
            self.scope.start("confirm", self._confirm(code))

    async def _confirm(self, code: str) -> None:
        try:
            await self._account.confirm_authenticator(self._new.id, code)
        except Expected as error:
            self.field.set_error(f"{words(error).title}.")
            self.go_button.setEnabled(True)
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().accept()


class CodesSheet(ask.Sheet):
    """The recovery codes, shown once."""

    def __init__(self, parent: QWidget | None, codes: list[str]) -> None:
        super().__init__(
            parent,
            tr("Account", "Your recovery codes"),
            tr(
                "Account",
                "Each opens your account once when the authenticator is lost. They are shown only"
                " now: write them down or print them, and keep them apart from this computer.",
            ),
            width=480,
        )
        self._codes = "\n".join(codes)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().space("huge"))
        half = (len(codes) + 1) // 2
        for number, code in enumerate(codes):
            label = Label(grouped(code), "mono", self, selectable=True)
            grid.addWidget(label, number % half, number // half)
        self.body.addLayout(grid)
        self.copy_button = Button(
            tr("Account", "Copy for a minute"), "plain", self, on_click=self._copy
        )
        self.buttons.insertWidget(0, self.copy_button)
        done = self.add_button(tr("Account", "I have them"), "primary", hint="Enter")
        done.clicked.connect(self.accept)
        done.setDefault(True)

    def _copy(self) -> None:
        copy_for_a_minute(self._codes)


def copy_for_a_minute(text: str) -> None:
    """Put it on the clipboard, and take it away again unless something else is there by then."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(text)

    def forget() -> None:
        if clipboard.text() == text:
            clipboard.clear()

    QTimer.singleShot(COPIED_FOR_MS, forget)


def drawing(svg: bytes, side: int, ratio: float) -> QPixmap:
    """The server's drawing on white, which cameras want in every theme; null when it is none.

    About as large as `side`: in whole steps of its own size, so that every square of it is square.
    """
    renderer = QSvgRenderer(QByteArray(svg))
    own = renderer.defaultSize()
    if not renderer.isValid() or not 0 < own.width() <= _LARGEST:
        return QPixmap()
    image = QImage(own * max(1, round(side * ratio / own.width())), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)
