"""The mails this backend would have sent: kept in memory, shown at /mailbox, gone with the process.

Whoever reads a mailbox can come in as its owner, so the page opens for this computer alone: for
everybody on it in an invented clinic (`is_open`), else for who holds the data folder's control token.
"""

from __future__ import annotations

import hmac
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.embedded import pages
from sync.embedded.tokens import bearer

MOST: Final = 200


@dataclass(frozen=True)
class Mail:
    """One mail. `kind` is the type its code is verified with."""

    at: datetime
    to: str
    kind: str
    subject: str
    code: str
    link: str = ""


class Mailbox:
    """The last 200 mails, newest first."""

    def __init__(self, control_token: str, *, is_open: bool) -> None:
        self._control_token = control_token
        self._is_open = is_open
        self._mails: deque[Mail] = deque(maxlen=MOST)

    def put(self, mail: Mail) -> None:
        """Deliver."""
        self._mails.appendleft(mail)

    def __iter__(self) -> Iterator[Mail]:
        return iter(tuple(self._mails))

    def routes(self) -> list[Route]:
        return [Route("/mailbox", self._show, methods=["GET"])]

    async def _show(self, request: Request) -> Response:
        if not pages.is_from_here(request) or not self._may_read(request):
            return pages.turned_away()
        to = request.query_params.get("to", "").strip().lower()
        mails = [mail for mail in self if not to or mail.to == to]
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse([_as_json(mail) for mail in mails], headers=pages.HEADERS)
        shown = "".join(_as_article(mail) for mail in mails)
        return pages.page("Mailbox", shown or "<p>No mail yet.</p>")

    def _may_read(self, request: Request) -> bool:
        given = bearer(request.headers.get("authorization")) or ""
        return self._is_open or hmac.compare_digest(given.encode(), self._control_token.encode())


def _as_json(mail: Mail) -> dict[str, str]:
    return {
        "at": mail.at.isoformat(),
        "to": mail.to,
        "kind": mail.kind,
        "subject": mail.subject,
        "code": mail.code,
        "link": mail.link,
    }


def _as_article(mail: Mail) -> str:
    told = pages.escaped
    link = f'<p><a href="{told(mail.link)}" rel="noreferrer">{told(mail.link)}</a></p>'
    return (
        f"<article><h2>{told(mail.subject)}</h2>"
        f"<p><small>To {told(mail.to)}, {told(mail.at.strftime('%d %b %Y %H:%M:%S UTC'))}</small></p>"
        f'<p class="code">{told(mail.code)}</p>{link if mail.link else ""}</article>'
    )
