"""What a person may type as address and key, and what they are told otherwise."""

from __future__ import annotations

import base64
import json

import pytest

from sync.backend.address import check_address, check_key
from sync.errors import Misconfigured


def jwt(role: str) -> str:
    middle = base64.urlsafe_b64encode(json.dumps({"role": role}).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.{middle}.c2ln"


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("https://abc.supabase.co", "https://abc.supabase.co"),
        (" https://abc.supabase.co/ ", "https://abc.supabase.co"),
        ("https://abc.supabase.co/rest/v1/", "https://abc.supabase.co"),
        ("https://clinic.example/supabase/", "https://clinic.example/supabase"),
        ("http://127.0.0.1:54321", "http://127.0.0.1:54321"),
        ("http://localhost:54321", "http://localhost:54321"),
        ("http://[::1]:54321/", "http://[::1]:54321"),
        ("HTTPS://Abc.Supabase.co", "https://abc.supabase.co"),
    ],
)
def test_an_address_that_can_be_right(typed: str, base: str) -> None:
    assert check_address(typed).base == base


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc.supabase.co",
        "ftp://abc.supabase.co",
        "https://",
        "https://a b.co",
        "https://abc.supabase.co:port",
        "https://me:secret@abc.supabase.co",
        "https://abc.supabase.co/?apikey=1",
        "http://abc.supabase.co",
        "http://192.168.1.20:8000",
        "http://localhost.example.org",
    ],
)
def test_an_address_that_cannot_be_right_gets_a_sentence(typed: str) -> None:
    with pytest.raises(Misconfigured, match=r"^The .*\.$|^This .*\.$"):
        check_address(typed)


def test_the_socket_goes_where_the_requests_go() -> None:
    assert check_address("https://abc.supabase.co").socket == "wss://abc.supabase.co"
    assert check_address("http://127.0.0.1:1").socket == "ws://127.0.0.1:1"


@pytest.mark.parametrize("key", ["sb_publishable_abc", f" {jwt('anon')}\n"])
def test_a_publishable_key_is_taken(key: str) -> None:
    assert check_key(key) == key.strip()


@pytest.mark.parametrize("key", ["sb_secret_abc", jwt("service_role"), jwt("authenticated")])
def test_a_secret_key_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(Misconfigured, match="secret key") as caught:
        check_key(key)
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "key", ["", "abc", "a.b.c", "sb_publishable_ä", "sb_publishable_a b", "a.=.c"]
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(Misconfigured):
        check_key(key)
