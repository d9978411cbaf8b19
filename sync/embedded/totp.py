"""Codes that change every half minute (RFC 6238), and the picture an authenticator reads."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import secrets
import struct
from typing import Final
from urllib.parse import quote, urlencode

import segno

PERIOD: Final = 30
DIGITS: Final = 6


def new_secret() -> str:
    """160 random bits in base32, as authenticators take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode().rstrip("=")


def code_at(secret: str, at: float) -> str:
    """The code shown at a time, in seconds since 1970."""
    return _code(secret, int(at // PERIOD))


def fits(secret: str, code: str, at: float) -> bool:
    """Whether this is the code now, or one step before or after: clocks differ."""
    step = int(at // PERIOD)
    tried = [
        hmac.compare_digest(_code(secret, step + skew).encode(), code.strip().encode())
        for skew in (-1, 0, 1)
    ]
    return any(tried)


def address(secret: str, issuer: str, account: str) -> str:
    """The otpauth: address an authenticator takes over."""
    told = {
        "algorithm": "SHA1",
        "digits": DIGITS,
        "issuer": issuer,
        "period": PERIOD,
        "secret": secret,
    }
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{urlencode(told)}"


def picture(text: str) -> str:
    """A QR code as SVG, dark on light whatever the theme: cameras want it so."""
    drawn = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(drawn, kind="svg", scale=4, border=4, light="#ffffff", xmldecl=False)
    return drawn.getvalue().decode()


def _code(secret: str, step: int) -> str:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)
