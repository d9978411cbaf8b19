"""All cards of the way in, one of them shown."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.features.auth.model.state import (
    Entrance,
    Step,
)
from clinic_app.features.auth.view.further import BrowserPanel, CodePanel, FactorPanel, KeyPanel
from clinic_app.features.auth.view.panel import Panel
from clinic_app.features.auth.view.panels import FillPanel, WherePanel
from clinic_app.features.auth.view.who import WhoPanel


class Cards(QWidget):
    """Shows the card of a state and puts the cursor into it when it is a new one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.where, self.who, self.fill = WherePanel(self), WhoPanel(self), FillPanel(self)
        self.code, self.browser = CodePanel(self), BrowserPanel(self)
        self.factor, self.key = FactorPanel(self), KeyPanel(self)
        self._of_step: dict[Step, Panel] = {
            Step.WHERE: self.where,
            Step.WHO: self.who,
            Step.CODE: self.code,
            Step.BROWSER: self.browser,
            Step.FACTOR: self.factor,
            Step.KEY: self.key,
            Step.FILLING: self.fill,
            Step.OPEN: self.fill,
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for panel in self._panels():
            layout.addWidget(panel)
            panel.hide()

    def show_state(self, state: Entrance, now: float) -> None:
        """Show where somebody stands. `now` in the seconds of the state's times."""
        panel = self._of_step[state.step]
        is_new = panel.isHidden()
        for each in self._panels():
            each.setVisible(each is panel)
        wait = state.wait_until - now
        if panel is self.code:
            self.code.show_state(state, wait, state.again_at - now)
        else:
            panel.show_state(state, wait)
        if is_new:
            self.go(state)

    def go(self, state: Entrance) -> None:
        """Put the cursor where something is missing."""
        self._of_step[state.step].go()

    def _panels(self) -> list[Panel]:
        return list(dict.fromkeys(self._of_step.values()))
