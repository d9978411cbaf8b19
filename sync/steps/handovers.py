"""Keep cards and handovers together, around every round."""

from __future__ import annotations

from typing import Final

from sync.replica import handing
from sync.replica.replica import Replica

LABEL: Final = "Settle a card that was handed over"


async def keep_up(replica: Replica) -> bool:
    """Do what is due (see `replica/handing.py`). True when there was something."""
    if not await replica.read(handing.is_due):
        return False
    await replica.write(LABEL, handing.reconcile)
    return True
