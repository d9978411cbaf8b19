"""Needs attention: drafts the server would not take, and the decisions about them."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from clinic_app.domain.roles import STAFF
from clinic_app.features.conflicts.queries import open_count
from clinic_app.features.conflicts.view import ConflictsPage
from clinic_app.ui.context import Context
from clinic_app.ui.page import Feature


async def _waiting(ctx: Context) -> AsyncGenerator[int, None]:
    """How many drafts wait for a decision."""
    async with aclosing(ctx.replica.watch(open_count(ctx.person.id))) as counts:
        async for rows in counts:
            yield rows[0].n


FEATURE = Feature(
    key="conflicts",
    title="Needs attention",
    icon="attention",
    roles=STAFF,
    page=ConflictsPage,
    badge=_waiting,
)
