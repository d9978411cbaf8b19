"""`python -m tests.kill`: kills programs and says what they left."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.kill.doing import SITUATIONS
from tests.kill.hunt import Hunt


def main(arguments: Sequence[str] | None = None) -> int:
    """Hunt, report; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--times", type=int, default=100, help="how many kills (default: 100)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--boast", action="store_true",
                        help="let programs call a write safe before it is: it must be found out")  # fmt: skip
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="clinic-kill-", ignore_cleanup_errors=True) as home:
        found = Hunt(told.times, told.seed, Path(home), boasts=told.boast).run()
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.kills.items()))
    print(f"killed: {kinds}")
    print(
        f"{found.promised} drafts called safe, {found.applied} applied, {found.cards} cards, "
        f"{found.rows} rows compared with PostgreSQL, {found.seconds:.0f} s"
    )
    for wrong in found.wrong[:20]:
        print(f"WRONG: {wrong}")
    middle = ", ".join(f"{found.situations[each]} {each}" for each in SITUATIONS)
    between = found.situations.total() - sum(found.situations[each] for each in SITUATIONS)
    print(
        f"{found.kills.total()} kills, {len(found.wrong)} broken promises; "
        f"in the middle of: {middle}; {between} between these"
    )
    return int(bool(found.wrong) != told.boast)


if __name__ == "__main__":
    sys.exit(main())
