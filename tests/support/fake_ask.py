"""The rarer functions of the server in memory."""

from __future__ import annotations

from sync.backend.wire import Json
from sync.errors import Busy
from tests.support.fake_server import FakeServer


def ask(server: FakeServer, person: str, function: str, request: Json) -> Json:
    """What the function answers. Raises Busy for one that is not there, as after a deploy."""
    trail = server.audit.setdefault((person, request.get("device", "")), {})
    if function == "audit_append":
        lines = {line["seq"]: line for line in request["lines"]}
        forked = [n for n, line in lines.items() if n in trail and trail[n]["mac"] != line["mac"]]
        trail.update({n: line for n, line in lines.items() if n not in trail})
        return {"proto": 1, "upto": max(trail, default=0), "forked": min(forked, default=None)}
    if function == "audit_codes":
        after = request.get("after") or 0
        codes = [[n, line["mac"]] for n, line in sorted(trail.items()) if n > after]
        return {"proto": 1, "codes": codes, "more": False}
    raise Busy(f"no function {function}")
