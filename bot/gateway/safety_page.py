"""The public page /safety: what happens in danger, in plain words, from what runs right now."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from bot.content.load import ContentInvalid, read_yaml
from bot.content.signatures import safety_texts
from bot.conversations.conversation import now
from bot.conversations.counts import Referral, this_month
from bot.conversations.published import Period, by_year
from bot.gateway.crisis import CLOSES_AFTER
from bot.gateway.disclosure import EVERY, LONG_AWAY
from bot.gateway.keys import CLINIC, LINES, SETTINGS, TALLY
from bot.gateway.measured import read_figures
from bot.gateway.refusals import Refused
from bot.gateway.wording import PLACEHOLDER
from bot.logs import place
from bot.safety import Category, degraded
from bot.safety.history import WINDOW
from bot.safety.lines import Line

log = logging.getLogger(__name__)
routes = web.RouteTableDef()
TEMPLATES = Path(__file__).parent / "templates"
TEXT = Path("data/safety/page.yml")
FIGURES = Path("benchmarks/results/safety.json")
HOUR = timedelta(hours=1)
LIKELIEST = (Category.SUICIDAL_IDEATION,)
Json = dict[str, Any]
BROKEN = (ContentInvalid, jinja2.TemplateError, OSError, LookupError, TypeError, AttributeError)
_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
)


@routes.get("/safety")
async def safety(request: web.Request) -> web.Response:
    """Made anew for each reader: it is small, and never older than what runs."""
    try:
        page = await asyncio.to_thread(_page, request.app, await _years(request.app))
    except BROKEN as error:
        log.error("the page /safety cannot be made: %s", place(error))
        raise Refused(503, "This page cannot be shown just now.") from None
    return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-cache"})


@routes.get("/safety.css")
async def style(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(TEMPLATES / "safety.css")


async def _years(app: web.Application) -> list[Period] | None:
    """None while the database does not answer."""
    try:
        return by_year(await app[TALLY].read(Referral), this_month())
    except Exception as error:
        log.error("counts could not be read: %s", type(error).__name__)
        return None


def _page(app: web.Application, years: list[Period] | None) -> str:
    facts = {**_running(app), **_kept(app[SETTINGS].root), "years": years, "made_at": now()}
    values = {
        **app[CLINIC].values(),
        "country": facts["country"],
        "history": str(WINDOW),
        "watch_hours": str(CLOSES_AFTER // HOUR),
        "program_hours": str(EVERY // HOUR),
        "away_days": str(LONG_AWAY.days),
        "files": str(len(facts["reviewed"])),
        "measured_on": facts["measured_on"],
    }
    text = _filled(read_yaml(app[SETTINGS].root / TEXT), values)
    return _templates.get_template("safety.html").render(text=text, **facts)


def _running(app: web.Application) -> Json:
    """How the program is set up at this moment."""
    clinic, lines, law = app[CLINIC], app[LINES], app[SETTINGS].law
    classifier = "no_classifier" if degraded() else "classifier"
    return {
        "clinic": clinic,
        "live": app[SETTINGS].live,
        "law": law,
        "categories": list(Category),
        "layers": ["patterns"] if app[SETTINGS].by_buttons else ["patterns", classifier, "history"],
        "country": lines.countries.get(clinic.country, clinic.country),
        "lines": lines.of(clinic.country),
        "order": {
            "near": _kinds(lines.ordered(clinic.country, LIKELIEST, imminent=True)),
            "abuse": _kinds(lines.ordered(clinic.country, (Category.ABUSE_DANGER,))),
            "otherwise": _kinds(lines.ordered(clinic.country, LIKELIEST)),
        },
    }


def _kept(root: Path) -> Json:
    """What stands in files: who signed, and what was measured."""
    reviewed = safety_texts(root)
    measured_on, figures = read_figures(root / FIGURES)
    return {
        "reviewed": reviewed,
        "signed": any(text.is_signed for text in reviewed),
        "measured_on": measured_on,
        "measured": figures,
    }


def _kinds(lines: list[Line]) -> list[str]:
    """Kinds of help in the order in which they stand."""
    return list(dict.fromkeys(str(line.kind) for line in lines))


def _filled(value: Any, values: dict[str, str]) -> Any:
    """The same, with the words in braces filled in wherever there is text."""
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [_filled(item, values) for item in value]
    if isinstance(value, dict):
        return {key: _filled(item, values) for key, item in value.items()}
    return value
