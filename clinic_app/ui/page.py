"""What every page of the window has: a title, room in the header row, and honest states.

A page not yet read, a page with nothing in it and a page that failed never look alike:
nothing for 200 ms, then "Reading…"; an empty state that says what would be here; a strip
that says what went wrong and what to do.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import Command
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.theme import theme
from clinic_app.ui.undo import Compensation
from clinic_app.ui.widgets.banner import Banner
from clinic_app.ui.widgets.empty_state import EmptyState

LOADING_AFTER_MS = 200  # anything read faster needs no word about it

Badge = Callable[[Context], AsyncGenerator[int, None]]


@dataclass(frozen=True)
class Said:
    """A sentence a page wants to tell in passing; `undo` takes back what was just done."""

    text: str
    detail: str = ""
    undo: Compensation | None = None


class Page(QWidget):
    """A page of the window; put widgets into `self.body` and start streams on `self.scope`.

    With `scrolls` the body scrolls where the window is too low for it, as a long form should.
    """

    title_changed = Signal()
    said = Signal(object)

    def __init__(
        self, ctx: Context, title: str = "", parent: QWidget | None = None, *, scrolls: bool = False
    ) -> None:
        super().__init__(parent)
        self.scope = TaskScope(self)
        self.ctx = replace(ctx, scope=self.scope)
        self._title, self._subtitle = title, ""
        self.setProperty("kind", "page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(title)

        self.trouble = Banner("danger", self)
        self.trouble.hide()
        self.content = QWidget(self)
        self._front: QWidget = _scrolled(self.content, self) if scrolls else self.content
        self.body = QVBoxLayout(self.content)
        wide = theme().space("wide") - 2
        self.body.setContentsMargins(
            wide, theme().space("large") - 2, wide, theme().space("large") - 2
        )
        self.body.setSpacing(theme().space("medium") + 2)
        self._loading = QLabel(tr("Page", "Reading…"), self)
        self._loading.setProperty("role", "muted")
        self._loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._blank = QWidget(self)
        self._empty = EmptyState(parent=self)
        self._stack = QStackedWidget(self)
        for each in (self._front, self._blank, self._loading, self._empty):
            self._stack.addWidget(each)
        self._loading_timer = QTimer(self)
        self._loading_timer.setSingleShot(True)
        self._loading_timer.setInterval(LOADING_AFTER_MS)
        self._loading_timer.timeout.connect(self._on_loading_took_long)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.trouble)
        layout.addWidget(self._stack, 1)

    # What a page may override

    def toolbar_widgets(self) -> Sequence[QWidget]:
        """Widgets for the header row, right after the title; made once."""
        return ()

    def action_widgets(self) -> Sequence[QWidget]:
        """Buttons for the end of the header row, the primary one last; made once."""
        return ()

    def commands(self) -> Sequence[Command]:
        """What the palette and the keyboard can start on this page."""
        return ()

    def go_to(self, **where: object) -> None:
        """Show what `navigate(key, **where)` asked for; called before `on_shown`."""

    def on_shown(self) -> None:
        """Called each time the page comes to the front: set the focus, start what only then matters."""

    async def leave(self) -> None:
        """The window is about to close or to be covered: keep what is being typed, at once."""

    # What a page says

    @property
    def title(self) -> str:
        """The words in the header row."""
        return self._title

    @property
    def subtitle(self) -> str:
        """The quieter words beside the title."""
        return self._subtitle

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change the words in the header row. They may name a patient; the window's title never does."""
        self._title, self._subtitle = title, subtitle
        self.setAccessibleName(title)
        self.title_changed.emit()

    def say(self, text: str, detail: str = "", undo: Compensation | None = None) -> None:
        """Tell in passing what happened; with `undo`, Ctrl+Z and the toast take it back."""
        self.said.emit(Said(text, detail, undo))

    def show_loading(self) -> None:
        """The page is being read: blank at first, words when it takes long."""
        self._stack.setCurrentWidget(self._blank)
        self._loading_timer.start()

    def show_empty(
        self, title: str, text: str = "", action: str = "", run: Callable[[], object] | None = None
    ) -> None:
        """Nothing is here: say what would be and offer the first step."""
        self._loading_timer.stop()
        self._empty.say(title, text, action, run)
        self._stack.setCurrentWidget(self._empty)

    def show_content(self) -> None:
        """Show `self.body`; this is the state a page starts in."""
        self._loading_timer.stop()
        self._stack.setCurrentWidget(self._front)

    def show_trouble(self, text: str, detail: str = "", action: str = "") -> Banner:
        """Put a strip over the page; connect `acted` of the banner returned when there is an action."""
        self.trouble.say(text, detail, action)
        self.trouble.show()
        return self.trouble

    def clear_trouble(self) -> None:
        """Take the strip away."""
        self.trouble.hide()

    def _on_loading_took_long(self) -> None:
        if self._stack.currentWidget() is self._blank:
            self._stack.setCurrentWidget(self._loading)


def _scrolled(content: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


@dataclass(frozen=True)
class Feature:
    """One entry of the navigation. `roles` may see it; `badge` yields the number beside it.

    `title` is the English source of tr("Feature", title); `icon` a file of resources/icons.
    """

    key: str
    title: str
    icon: str
    roles: frozenset[str]
    page: Callable[[Context], Page]
    shortcut: str = ""
    badge: Badge | None = None
