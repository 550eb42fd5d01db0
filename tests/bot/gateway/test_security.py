"""Headers on every kind of answer, who may embed the widget, and what is not served."""

import pytest
from yarl import URL

from bot.gateway.security import CSP, HEADERS
from tests.bot.gateway.conftest import Starts
from tests.bot.gateway.fakes import Answer, Chat, Gateway
from tests.bot.gateway.test_delivery import listening

CLINIC = "https://clinic.example"
EVIL = "https://evil.example"


def has_headers(answer: Answer) -> None:
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Origin" in answer.headers["Vary"]


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    assert "default-src 'none'" in CSP
    assert "frame-ancestors 'none'" in CSP
    assert not [word for word in ("unsafe", "http:", "https:", "*") if word in CSP]


EVERY_KIND = [
    ("GET", "/", 200),
    ("GET", "/widget/afterword.js", 200),
    ("GET", "/widget/missing.js", 404),
    ("GET", "/widget/", 404),
    ("GET", "/widget/locale", 404),
    ("GET", "/api/lines", 200),
    ("GET", "/api/openapi.json", 200),
    ("GET", "/healthz", 200),
    ("GET", "/safety", 200),
    ("GET", "/safety.css", 200),
    ("POST", "/api/conversations", 201),
    ("GET", "/api/conversations/x", 401),
    ("POST", "/api/conversations/x/problems", 401),
    ("GET", "/nothing", 404),
    ("DELETE", "/api/lines", 405),
    ("HEAD", "/", 200),
    ("OPTIONS", "/api/lines", 405),
]


async def test_every_answer_has_the_headers(gateway: Gateway) -> None:
    for method, path, status in EVERY_KIND:
        answer = await gateway.ask(method, path)
        assert (method, path, answer.status) == (method, path, status)
        has_headers(answer)


async def test_also_the_stream_and_an_error_of_ours(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = chat.gateway.client.make_url(f"{chat.path}/events")
    async with listening(chat), chat.gateway.client.session.get(url, headers=chat.signed) as stream:
        assert stream.headers["Content-Security-Policy"] == CSP
        assert stream.headers["Cache-Control"] == "no-store"
    monkeypatch.setattr("bot.gateway.api.exchange", None)
    has_headers(await chat.say("hello there"))


async def test_what_is_private_is_not_kept_by_anyone(chat: Chat) -> None:
    for answer in (chat.opening, await chat.say("hello there"), await chat.state()):
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("origin", [CLINIC, None])
async def test_pages_of_the_list_and_our_own_may(start: Starts, origin: str | None) -> None:
    async with start(origins=(CLINIC,)) as gateway:
        url = gateway.client.make_url("/")
        origin = origin or f"https://{url.host}:{url.port}"  # a proxy before us speaks TLS
        headers = {"Origin": origin}
        asked = await gateway.ask(
            "OPTIONS",
            "/api/conversations",
            headers={**headers, "Access-Control-Request-Method": "POST"},
        )
        assert asked.status == 204
        assert asked.headers["Access-Control-Allow-Origin"] == origin
        assert "authorization" in asked.headers["Access-Control-Allow-Headers"]
        assert "DELETE" in asked.headers["Access-Control-Allow-Methods"]
        answer = await gateway.ask("POST", "/api/conversations", headers=headers)
        assert answer.status == 201
        assert answer.headers["Access-Control-Allow-Origin"] == origin
        assert "Access-Control-Allow-Credentials" not in answer.headers
        script = await gateway.ask("GET", "/widget/afterword.js", headers=headers)
        assert script.headers["Access-Control-Allow-Origin"] == origin


@pytest.mark.parametrize(
    "origin",
    [
        *(EVIL, "null", "", "http://[", "://", "https://xclinic.example"),
        *(f"{CLINIC}.evil.example", f"{CLINIC}/", f"{CLINIC}:444", "HTTPS://CLINIC.EXAMPLE "),
    ],
)
async def test_other_pages_may_not(start: Starts, origin: str) -> None:
    async with start(origins=(CLINIC,)) as gateway:
        chat = await gateway.open()
        headers = {"Origin": origin, **chat.signed}
        for method, path in [
            ("POST", "/api/conversations"),
            ("GET", chat.path),
            ("DELETE", chat.path),
            ("POST", f"{chat.path}/messages"),
            ("GET", f"{chat.path}/events"),
            ("OPTIONS", chat.path),
            ("GET", "/api/lines"),
        ]:
            answer = await gateway.ask(method, path, headers=headers, json={})
            assert (method, path, answer.status) == (method, path, 403)
            assert "Access-Control-Allow-Origin" not in answer.headers
            has_headers(answer)
        assert (await chat.state()).status == 200


async def test_refusals_can_be_read_by_pages_of_the_list(start: Starts) -> None:
    async with start(origins=(CLINIC,)) as gateway:
        answer = await gateway.ask("GET", "/api/conversations/x", headers={"Origin": CLINIC})
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (401, CLINIC)
        assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After"


OUTSIDE = [
    "/widget/../app.py",
    "/widget/..%2fapp.py",
    "/widget/%2e%2e/app.py",
    "/widget/%2e%2e%2f%2e%2e%2fsettings.py",
    "/widget/....//app.py",
    "/widget/..\\app.py",
    "/widget//etc/passwd",
    "/widget/%00",
    "/widget/afterword.js%00.css",
    "/../../pyproject.toml",
    "/var/secret.key",
]


async def test_nothing_beside_the_widget_is_served(gateway: Gateway) -> None:
    base = str(gateway.client.make_url("/")).rstrip("/")
    for path in OUTSIDE:
        async with gateway.client.session.get(URL(base + path, encoded=True)) as response:
            assert (path, response.status) == (path, 404)
            assert b"import" not in await response.read()
