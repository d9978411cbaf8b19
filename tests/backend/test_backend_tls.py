"""Encrypted lines: only a server that proves who it is hears a word."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync.backend import http
from sync.backend.protocol import Joined, Lost
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.errors import Offline
from tests.backend.line import ASK, FAST, KEY, PULL, news, session
from tests.backend.puppet import Puppet


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    """A key and its self-signed certificate for 127.0.0.1, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "clinic test")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = tmp_path / "server.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@asynccontextmanager
async def encrypted(pem: Path) -> AsyncGenerator[tuple[Puppet, SupabaseBackend], None]:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    async with Puppet(server) as puppet:
        puppet.on(PULL, news())
        backend = SupabaseBackend(puppet.url, KEY, SystemClock(), pace=FAST)
        await backend.resume(session(SystemClock()))
        try:
            yield puppet, backend
        finally:
            await backend.close()


async def test_a_server_that_cannot_prove_who_it_is_hears_nothing(pem: Path) -> None:
    async with encrypted(pem) as (puppet, backend):
        with pytest.raises(Offline, match="prove who it is"):
            await backend.pull(ASK)
        async with aclosing(backend.pokes(["user:u"])) as pokes, asyncio.timeout(5):
            assert isinstance(await anext(pokes), Lost)
        assert puppet.asked == []


async def test_a_server_this_machine_trusts_is_spoken_to(
    pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(pem))
    monkeypatch.setattr(http, "_authorities", lambda: trusting)
    async with encrypted(pem) as (puppet, backend):
        assert (await backend.pull(ASK)).same
        async with aclosing(backend.pokes(["user:u"])) as pokes, asyncio.timeout(5):
            joining = asyncio.create_task(anext(pokes))
            await (await puppet.sockets.get()).let_in()
            assert isinstance(await joining, Joined)


def test_the_machines_own_authorities_and_the_usual_ones_are_believed() -> None:
    context = http._authorities()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert len(context.get_ca_certs()) > 50
