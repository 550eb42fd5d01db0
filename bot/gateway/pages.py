"""What anyone may read: the widget, the demo page, the lines, the API's description, health."""

import asyncio
import hashlib
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.content.load import read_yaml
from bot.gateway.keys import CLINIC, LINES, RASA, REGISTRY, SETTINGS, TURNS, WORDINGS
from bot.safety import Category, Level, degraded, watch

routes = web.RouteTableDef()
HERE = Path(__file__).parent
WIDGET = HERE / "widget"
OPENAPI = HERE / "openapi.yml"
ALL = (Category.SUICIDAL_IDEATION, Category.ABUSE_DANGER)


@routes.get("/")
async def first(request: web.Request) -> web.StreamResponse:
    """The demo page is for demonstrations; real clients have the clinic's own page."""
    if request.app[SETTINGS].live:
        raise web.HTTPFound("/safety")
    return web.FileResponse(WIDGET / "demo.html")


@routes.get("/widget/{file:.+}")
async def widget(request: web.Request) -> web.StreamResponse:
    """A name is looked up among the files there are, so that none leads out of the folder.

    Browsers ask each time whether a file has changed, so that all are of one version.
    """
    files = {p.relative_to(WIDGET).as_posix(): p for p in WIDGET.rglob("*") if p.is_file()}
    path = files.get(request.match_info["file"])
    if path is None:
        raise web.HTTPNotFound
    content = path.read_bytes()
    response = web.Response(headers={"Cache-Control": "no-cache", "Vary": "Accept-Encoding"})
    response.etag = tag = hashlib.sha256(content).hexdigest()
    if any(known.value == tag for known in request.if_none_match or ()):
        response.set_status(304)
        return response
    response.body = content
    response.content_type = guess_type(path.name)[0] or "application/octet-stream"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.enable_compression(web.ContentCoding.gzip)
    return response


@routes.get("/api/lines")
async def lines(request: web.Request) -> web.Response:
    """Every line, for the widget's card that needs no server."""
    clinic = request.app[CLINIC]
    known = request.app[LINES]
    body = {
        "default": clinic.country,
        "countries": [
            {"code": code, "name": name, "lines": [x.as_json() for x in known.ordered(code, ALL)]}
            for code, name in known.countries.items()
        ],
        "other": {
            "text": known.elsewhere_text,
            "links": [
                {"title": x.chat.label, "url": x.chat.href} for x in known.elsewhere if x.chat
            ],
        },
        "clinic": {
            "name": clinic.name,
            "phone": clinic.phone,
            "hours": clinic.hours,
            "emergency": clinic.emergency,
        },
    }
    return web.json_response(body, headers={"Cache-Control": "public, max-age=300"})


@routes.get("/api/openapi.json")
async def openapi(request: web.Request) -> web.Response:
    return web.json_response(_description())


@routes.get("/healthz")
async def health(request: web.Request) -> web.Response:
    """`degraded` still answers: the crisis answer and the fallback need none of the parts."""
    app = request.app
    understanding, database, danger = await asyncio.gather(
        app[RASA].is_ready(),
        app[REGISTRY].is_ready(),
        app[TURNS].screening.assess("i want to die", None),
    )
    parts = {
        "understanding": understanding,
        "database": database,
        "safety": danger.level == Level.CRISIS,
        "patterns": watch().problem is None,
        "classifier": not degraded(),
        "wordings": app[WORDINGS].problem is None,
    }
    body: dict[str, Any] = {
        "status": "ok" if all(parts.values()) else "degraded",
        "live": app[SETTINGS].live,
        "parts": {name: "ok" if well else "degraded" for name, well in parts.items()},
    }
    return web.json_response(body)


@cache
def _description() -> Any:
    return read_yaml(OPENAPI)
