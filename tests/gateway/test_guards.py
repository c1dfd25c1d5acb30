"""The public door: origins, sizes, rates, addresses, headers."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from limits.storage import MemoryStorage

from bot.gateway.addresses import TrustedProxies, block, shortened
from bot.gateway.rates import Deeds
from bot.settings import Settings
from tests.chat_client import ChatClient
from tests.gateway.conftest import Start
from tests.gateway.running import Running, everything

SITE = "https://www.utility.example"


@pytest.fixture
def strict(start: Start, settings: Settings) -> Running:
    """A gateway with small limits, behind a proxy on this machine, for one site."""
    return start(
        replace(
            settings,
            messages_per_minute=3,
            sessions_per_minute=4,
            allowed_origins=(SITE,),
            trusted_proxies=("127.0.0.0/8", "10.0.0.0/8"),
        )
    )


def post(client: ChatClient, text: str, **headers: str) -> int:
    """Send a text; returns the status."""
    answer = client.http.post(
        "/api/chat/messages",
        json={"client_msg_id": uuid.uuid4().hex, "text": text},
        headers={**client.headers, **headers},
    )
    return answer.status_code


# -- origins -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:1", f"{SITE}.evil.example", "file://"],
)
def test_strange_origin_is_refused(gateway: Running, origin: str) -> None:
    with gateway.http(headers={"Origin": origin}) as http:
        for method, path in (
            ("POST", "/api/chat/sessions"),
            ("GET", "/api/chat/messages"),
            ("POST", "/api/staff/session"),
        ):
            answer = http.request(method, path)
            assert answer.status_code == 403
            assert answer.json()["code"] == "origin_refused"
            assert "access-control-allow-origin" not in answer.headers


def test_own_page_and_no_browser_are_taken(gateway: Running) -> None:
    for headers in ({"Origin": gateway.url}, {}):
        with gateway.http(headers=headers) as http:
            assert http.post("/api/chat/sessions").status_code == 201


def test_allowed_site_may_read_the_answers(strict: Running) -> None:
    with strict.http(headers={"Origin": SITE}) as http:
        asked = http.options(
            "/api/chat/messages",
            headers={
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type",
            },
        )
        assert asked.status_code == 200
        answer = http.post("/api/chat/sessions")
    for given in (asked, answer):
        assert given.headers["access-control-allow-origin"] == SITE
        assert "access-control-allow-credentials" not in given.headers


def test_staffs_api_is_for_its_own_page_alone(strict: Running) -> None:
    with strict.http(headers={"Origin": SITE}) as http:
        answer = http.post("/api/staff/session", json={"name": "demo", "password": "x"})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    with strict.http(headers={"Sec-Fetch-Site": "cross-site"}) as http:
        answer = http.post("/api/staff/session", json={"name": "demo", "password": "x"})
        assert answer.status_code == 403


# -- sizes -------------------------------------------------------------------------------------


def test_large_body_is_refused(gateway: Running) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 1024

    with gateway.client() as client:
        for content in (b"x" * 20_000, chunks()):
            answer = client.http.post(
                "/api/chat/messages",
                content=content,
                headers={**client.headers, "Content-Type": "application/json"},
            )
            assert answer.status_code == 413
            assert answer.json()["code"] == "too_large"


def test_longest_text_fits_in_any_spelling(gateway: Running) -> None:
    text = "电" * 2000
    with gateway.client() as client:
        for escaped in (True, False):
            body = {"client_msg_id": f"a{escaped}", "text": text}
            answer = client.http.post(
                "/api/chat/messages",
                content=json.dumps(body, ensure_ascii=escaped).encode(),
                headers={**client.headers, "Content-Type": "application/json"},
            )
            assert answer.status_code == 202
        assert everything(client)[0]["text"] == text


# -- rates -------------------------------------------------------------------------------------


def test_messages_are_limited_per_conversation(strict: Running) -> None:
    with strict.client() as client, strict.client() as other:
        assert [post(client, "你好") for _ in range(4)] == [202, 202, 202, 429]
        answer = client.http.post(
            "/api/chat/messages",
            json={"client_msg_id": "x", "text": "你好"},
            headers=client.headers,
        )
        error = answer.json()
        assert error["code"] == "too_many_requests"
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        assert answer.headers["retry-after"] in error["hint"]
        assert post(other, "你好") == 202


def test_danger_and_person_have_a_budget_of_their_own(strict: Running) -> None:
    with strict.client() as client:
        assert [post(client, "你好") for _ in range(4)][-1] == 429
        assert post(client, "有人触电了") == 202
        assert post(client, "转人工") == 202


def test_sessions_are_limited_per_client_behind_the_proxy(strict: Running) -> None:
    def sessions(forwarded: str, count: int) -> list[int]:
        with strict.http(headers={"X-Forwarded-For": forwarded}) as http:
            return [http.post("/api/chat/sessions").status_code for _ in range(count)]

    assert sessions("203.0.113.5", 5) == [201] * 4 + [429]
    assert sessions("203.0.113.6", 1) == [201]
    # What the client claims itself stands left of what the proxy added.
    assert sessions("198.51.100.9, 203.0.113.5", 1) == [429]
    assert sessions("203.0.113.5, 10.1.2.3", 1) == [429]


def test_forwarded_address_of_a_stranger_does_not_count(start: Start, settings: Settings) -> None:
    gateway = start(replace(settings, sessions_per_minute=2))
    statuses = []
    for number in range(3):
        with gateway.http(headers={"X-Forwarded-For": f"203.0.113.{number}"}) as http:
            statuses.append(http.post("/api/chat/sessions").status_code)
    assert statuses == [201, 201, 429]


def test_sign_in_is_limited(gateway: Running) -> None:
    with gateway.http() as http:
        statuses = [
            http.post("/api/staff/session", json={"name": "guess", "password": "x"}).status_code
            for _ in range(11)
        ]
    assert statuses == [401] * 10 + [429]


def test_sign_in_leaves_room_for_a_house_with_one_address(start: Start, settings: Settings) -> None:
    gateway = start(replace(settings, sign_ins_per_minute=40))
    with gateway.http() as http:
        statuses = [
            http.post("/api/staff/session", json={"name": f"agent{n}", "password": "x"}).status_code
            for n in range(12)
        ]
    assert statuses == [401] * 12


# -- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "1.2.3.4", "203.0.113.5"),
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4, nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "1.2.3.4", "1.2.3.4"),
    ],
)
def test_client_address(peer: str, forwarded: str, client: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope = {"type": "http", "client": (peer, 1), "headers": headers}
    assert TrustedProxies(["10.0.0.0/8"]).client(scope) == client


def test_rates_count_an_ipv6_line_as_one() -> None:
    assert block("2001:db8:1:2:3::4") == block("2001:db8:1:2::5") == "2001:db8:1:2::/64"
    assert block("203.0.113.5") == "203.0.113.5"


def test_logs_keep_no_whole_address() -> None:
    assert shortened("203.0.113.5") == "203.0.113.0/24"
    assert shortened("2001:db8:1:2::3") == "2001:db8:1::/48"
    assert shortened("unknown") == "unknown"


def test_wrong_trusted_proxy_is_named() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        TrustedProxies(["nonsense"])


# -- headers -----------------------------------------------------------------------------------


def test_answers_carry_the_rules_for_browsers(strict: Running) -> None:
    with strict.http() as http:
        plain = http.get("/healthz")
        secure = http.get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert plain.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in plain.headers["content-security-policy"]
    assert "server" not in plain.headers
    assert "strict-transport-security" not in plain.headers
    assert "strict-transport-security" in secure.headers


def test_deeds_begin_no_thread_each(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[threading.Timer] = []
    monkeypatch.setattr(threading.Timer, "start", lambda timer: begun.append(timer))
    for forgets, deeds in ((False, MemoryStorage()), (True, Deeds())):
        begun.clear()
        allowed = [deeds.acquire_entry("somebody", 3, 60) for _ in range(5)]
        assert allowed == [True, True, True, False, False]
        # The reason: the library begins one at each, as long as none is running.
        assert len(begun) == (1 if forgets else 5)
