"""Where the backend is and which key opens its gate: looked at before anything is sent there."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from sync.errors import Misconfigured

_SERVICES = ("/rest/v1", "/auth/v1", "/realtime/v1", "/storage/v1", "/functions/v1")


@dataclass(frozen=True, slots=True)
class Address:
    """The base of all services, e.g. https://abc.supabase.co; no slash at the end."""

    base: str
    host: str
    is_loopback: bool

    @property
    def is_encrypted(self) -> bool:
        """Whether the line is https."""
        return self.base.startswith("https:")

    @property
    def socket(self) -> str:
        """The base of the websocket."""
        return "ws" + self.base.removeprefix("http")


def check_address(text: str) -> Address:
    """Take what a person typed. Raises Misconfigured with a sentence for them."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise Misconfigured("This is not a web address.") from None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or " " in parts.netloc:
        raise Misconfigured("The address must look like https://project.supabase.co.")
    if parts.username is not None or parts.query or parts.fragment:
        raise Misconfigured("The address must not carry a name, a password or a question mark.")
    is_loopback = _is_loopback(host)
    if parts.scheme == "http" and not is_loopback:
        raise Misconfigured(
            "The address must begin with https: without it everybody on the way could read along."
        )
    path = parts.path.rstrip("/")
    for service in _SERVICES:
        path = path.removesuffix(service)
    name = f"[{host}]" if ":" in host else host
    where = name if port is None else f"{name}:{port}"
    return Address(f"{parts.scheme}://{where}{path}", host, is_loopback)


def check_key(text: str) -> str:
    """Take the publishable key, or an old anon key. Raises Misconfigured with a sentence."""
    key = text.strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise Misconfigured("This is not a key of a Supabase project.")
    if key.startswith("sb_secret_"):
        raise Misconfigured(_TOO_POWERFUL)
    if key.startswith("sb_publishable_"):
        return key
    role = _role_of(key)
    if role == "anon":
        return key
    if role is None:
        raise Misconfigured("The key must begin with sb_publishable_, or be the anon key.")
    raise Misconfigured(_TOO_POWERFUL)


_TOO_POWERFUL = (
    "This is a secret key: it opens every record to whoever holds it and must stay on the server. "
    "Use the publishable key."
)


class _Claims(msgspec.Struct):
    role: str = ""


def _role_of(key: str) -> str | None:
    parts = key.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        return msgspec.json.decode(claims, type=_Claims).role
    except (binascii.Error, ValueError, msgspec.DecodeError):
        return None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
