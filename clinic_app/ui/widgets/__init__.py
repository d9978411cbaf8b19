"""Controls the pages are made of: they say what they are, the theme decides how that looks."""

from clinic_app.ui.widgets.badge import Badge
from clinic_app.ui.widgets.banner import Banner
from clinic_app.ui.widgets.button import Button
from clinic_app.ui.widgets.card import Card
from clinic_app.ui.widgets.chip import Chip, StateChip
from clinic_app.ui.widgets.empty_state import EmptyState
from clinic_app.ui.widgets.field import Field, Form
from clinic_app.ui.widgets.label import Label
from clinic_app.ui.widgets.live_view import LiveView, list_view, table_view
from clinic_app.ui.widgets.search_field import SearchField
from clinic_app.ui.widgets.segmented import Segmented

__all__ = [
    "Badge",
    "Banner",
    "Button",
    "Card",
    "Chip",
    "EmptyState",
    "Field",
    "Form",
    "Label",
    "LiveView",
    "SearchField",
    "Segmented",
    "StateChip",
    "list_view",
    "table_view",
]
