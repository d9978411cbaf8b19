"""Which features a role may open. The server decides what may be read; this only tidies the window."""

from __future__ import annotations

from collections.abc import Sequence

from clinic_app.ui.page import Feature


def may_open(feature: Feature, role: str) -> bool:
    """Whether this role sees the feature at all; a feature without roles is for everybody."""
    return not feature.roles or role in feature.roles


def allowed(features: Sequence[Feature], role: str) -> list[Feature]:
    """The features a role sees, in their order."""
    return [feature for feature in features if may_open(feature, role)]
