"""Ctrl+K: find a person, a page or an action by typing a few letters, without the mouse."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from clinic_app.shell.fuzzy import score
from clinic_app.ui import icons
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import key_text
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.live_table import ROW
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.label import Label

MOST = 12


@dataclass(frozen=True)
class Found:
    """One line of the palette; `run` opens it. `icon` is a file of resources/icons."""

    id: str
    title: str
    detail: str
    run: Callable[[], object]
    icon: str = "person"
    shortcut: str = ""


PeopleFinder = Callable[[str], Awaitable[Sequence[Found]]]
Offers = Callable[[], Sequence[Found]]


def ranked(typed: str, offers: Sequence[Found], most: int = MOST) -> list[Found]:
    """The offers that match, best first; without letters all of them as they come."""
    if not typed.strip():
        return list(offers[:most])
    scored = [
        (points, offer) for offer in offers if (points := score(typed, offer.title)) is not None
    ]
    scored.sort(key=lambda each: -each[0])
    return [offer for _, offer in scored[:most]]


class _Line(QStyledItemDelegate):
    """Paints icon, title, detail and key of one line."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del index
        return QSize(option.rect.width(), round(option.fontMetrics.height() * 2.1))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        worn, found = theme(), index.data(ROW)
        if not isinstance(found, Found):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.color("brand_weak"))
            painter.drawRoundedRect(option.rect, worn.radius(), worn.radius())
        room = option.rect.adjusted(10, 0, -10, 0)
        side = 16
        place = QRect(room.left(), room.center().y() - side // 2 + 1, side, side)
        ratio = painter.device().devicePixelRatioF()
        picture = icons.pixmap(found.icon, side, worn.color("brand" if on else "muted"), ratio)
        painter.drawPixmap(_mirrored(option, place), picture)
        room.adjust(side + 10, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(worn.font("small"))
        if found.shortcut:
            words = key_text(found.shortcut)
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.setPen(worn.color("muted"))
            painter.drawText(
                _mirrored(option, QRect(room.right() - width, room.top(), width, room.height())),
                flags,
                words,
            )
            room.adjust(0, 0, -width - 12, 0)
        painter.setFont(worn.font(bold=on))
        painter.setPen(worn.color("ink"))
        title = painter.fontMetrics().elidedText(
            found.title, Qt.TextElideMode.ElideRight, room.width()
        )
        width = painter.fontMetrics().horizontalAdvance(title)
        painter.drawText(
            _mirrored(option, QRect(room.left(), room.top(), width + 2, room.height())),
            flags,
            title,
        )
        room.adjust(width + 10, 0, 0, 0)
        painter.setFont(worn.font("note"))
        painter.setPen(worn.color("muted"))
        if room.width() > 40:
            detail = painter.fontMetrics().elidedText(
                found.detail, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(_mirrored(option, room), flags, detail)
        painter.restore()


def _mirrored(option: QStyleOptionViewItem, place: QRect) -> QRect:
    return QStyle.visualRect(option.direction, option.rect, place)


class Palette(QFrame):
    """Lies over the window; arrows choose, Enter opens, Escape leaves everything as it was."""

    closed = Signal()

    def __init__(self, host: QWidget, offers: Offers) -> None:
        super().__init__(host)
        self.setProperty("kind", "palette")
        self.setAccessibleName(tr("Palette", "Find anything"))
        self._host, self._offers = host, offers
        self._people: PeopleFinder | None = None
        self._found_people: list[Found] = []
        self._scope = TaskScope(self)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(tr("Palette", "A patient, a page or an action…"))
        self.line.setAccessibleName(tr("Palette", "Find anything"))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._on_typed)
        self.rows: LiveList[Found] = LiveList(_title, self)
        self.view = QListView(self)
        self.view.setModel(self.rows)
        self.view.setItemDelegate(_Line(self.view))
        self.view.setAccessibleName(tr("Palette", "Found"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._on_clicked)
        self.nothing = Label(tr("Palette", "Nothing is called that."), "muted", self)
        self.nothing.setContentsMargins(16, 12, 16, 12)
        self.hint = Label(tr("Palette", "↑ ↓ choose · Enter opens · Esc closes"), "note", self)
        self.hint.setContentsMargins(16, 6, 16, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for each in (self.line, self.view, self.nothing, self.hint):
            layout.addWidget(each)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 12)
        shadow.setColor(theme().color("shadow", 0.30))
        self.setGraphicsEffect(shadow)
        host.installEventFilter(self)
        self.hide()

    def set_people_finder(self, find: PeopleFinder | None) -> None:
        """Who answers for people: given the letters typed, it returns at most a dozen."""
        self._people = find

    def open(self, typed: str = "") -> None:
        """Come up with the cursor in the line."""
        self._found_people = []
        self.line.setText(typed)
        self._show_rows()
        self.show()
        self.raise_()
        self._place()
        # Not as a shortcut: Qt would select the letter that brought us here.
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Go and give the focus back."""
        if not self.isVisible():
            return
        self._scope.stop("people")
        self.hide()
        self.closed.emit()

    def _on_typed(self, typed: str) -> None:
        if self._people is not None and len(typed.strip()) >= 2:
            self._scope.restart("people", self._find_people(typed.strip()))
        else:
            self._scope.stop("people")
            self._found_people = []
        self._show_rows()

    async def _find_people(self, typed: str) -> None:
        if self._people is None:
            return
        self._found_people = list(await self._people(typed))
        self._show_rows()

    def _show_rows(self) -> None:
        typed = self.line.text()
        rest = ranked(typed, self._offers(), MOST - min(len(self._found_people), MOST - 4))
        found = (self._found_people + rest)[:MOST]
        self.rows.show(found)
        self.nothing.setVisible(not found)
        self.view.setVisible(bool(found))
        if found:
            self.view.setCurrentIndex(self.rows.index(0, 0))
        self._place()

    def _place(self) -> None:
        width = min(round(560 * theme().text_scale), self._host.width() - 40)
        line = self.view.sizeHintForRow(0) if self.rows.rows else 0
        self.view.setFixedHeight(line * len(self.rows.rows) + 14)
        self.setFixedWidth(width)
        self.adjustSize()
        top = max(12, min(96, (self._host.height() - self.height()) // 3))
        self.move((self._host.width() - width) // 2, top)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._open_row(index)

    def _open_row(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        found = self.rows.at(index)
        self.leave()
        found.run()

    def _step(self, by: int) -> None:
        count = len(self.rows.rows)
        if count:
            at = (self.view.currentIndex().row() + by) % count
            self.view.setCurrentIndex(self.rows.index(at, 0))

    # Overrides of Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.line:
            if event.type() == QEvent.Type.FocusOut and not self.isActiveWindow():
                return False
            if event.type() == QEvent.Type.FocusOut:
                self.leave()
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Tab:
                self._step(1)
            case Qt.Key.Key_Up | Qt.Key.Key_Backtab:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open_row(self.view.currentIndex())
            case Qt.Key.Key_Escape:
                self.leave()
            case _:
                return False
        return True


def _title(found: Found) -> str:
    return found.title
