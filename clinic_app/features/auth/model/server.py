"""The two things that name a clinic's server, looked at before anybody is asked.

A secret key opens everything to whoever holds it and has no place on a workstation, so it is
refused here and goes nowhere. An address without encryption is taken for this computer only.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

_DASHBOARD: Final = re.compile(r"/dashboard/project/([a-z0-9]+)")
_HOST: Final = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
)
_SERVICES: Final = ("/rest/v1", "/auth/v1", "/realtime/v1", "/storage/v1", "/functions/v1")
_PUBLISHABLE: Final = re.compile(r"sb_publishable_[A-Za-z0-9_-]{8,}")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a clinic's data lives: its address without a service, the key any program may have."""

    url: str
    key: str

    @property
    def host(self) -> str:
        """The part of the address a person recognises."""
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an input cannot be used: the field it belongs to (or none), a code, and a suggestion."""

    field: str
    code: str
    suggestion: str = ""


def server_of(address: str, key: str) -> Server | Refusal:
    """The server these two inputs name, or why they cannot."""
    url = _url(address)
    if isinstance(url, Refusal):
        return url
    refusal = _key_refusal("".join(key.split()))
    if refusal is not None:
        return refusal
    return Server(url, "".join(key.split()))


def _url(address: str) -> str | Refusal:
    typed = address.strip()
    if not typed:
        return Refusal("address", "missing")
    if "://" not in typed:
        typed = f"{'http' if _is_loopback(_host_of(typed)) else 'https'}://{typed}"
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        return Refusal("address", "unreadable")
    refusal = _refused(parts)
    if refusal is not None:
        return refusal
    path = parts.path.rstrip("/")
    for service in _SERVICES:
        path = path.removesuffix(service)
    return f"{parts.scheme}://{_place(parts.hostname or '', port)}{path}"


def _refused(parts: SplitResult) -> Refusal | None:
    host = parts.hostname or ""
    dashboard = _DASHBOARD.search(parts.path)
    if host.endswith("supabase.com") and dashboard:
        return Refusal("address", "dashboard", f"https://{dashboard[1]}.supabase.co")
    if parts.scheme not in ("http", "https") or parts.username or parts.password:
        return Refusal("address", "unreadable")
    if not _is_address(host) and not _HOST.fullmatch(host):
        return Refusal("address", "unreadable")
    if parts.scheme == "http" and not _is_loopback(host):
        return Refusal("address", "not_secure", f"https://{parts.netloc}")
    return None


def _place(host: str, port: int | None) -> str:
    shown = f"[{host}]" if ":" in host else host
    return shown if port is None else f"{shown}:{port}"


def _host_of(typed: str) -> str:
    try:
        return urlsplit(f"//{typed}").hostname or ""
    except ValueError:
        return ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return _is_address(host) and ipaddress.ip_address(host).is_loopback


def _key_refusal(key: str) -> Refusal | None:
    if not key:
        return Refusal("key", "missing")
    if key.startswith("sb_secret_"):
        return Refusal("key", "secret")
    if _PUBLISHABLE.fullmatch(key):
        return None
    role = _role_in(key)
    if role == "anon":
        return None
    return Refusal("key", "secret" if role == "service_role" else "unreadable")


def _role_in(key: str) -> str | None:
    """The role an older key of three parts was made for; None when it is no such key."""
    parts = key.split(".")
    if len(parts) != 3:
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError):
        return None
    role = claims.get("role") if isinstance(claims, dict) else None
    return role if isinstance(role, str) else None
