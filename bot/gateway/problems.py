"""Refusals: RFC 9457 problem JSON, always with a way to a human."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.gateway.keys import CARE

log = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refused(Exception):
    """A request that is answered with a problem. `crisis`: the refused text was in danger."""

    def __init__(
        self, status: int, detail: str, crisis: bool = False, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.crisis = crisis
        self.headers = headers or {}


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns every error into a problem with a care block; no words of the person in it."""
    try:
        return await handler(request)
    except Refused as refused:
        return problem(request, refused)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        detail = {
            404: "There is nothing at this address.",
            405: "This address does not take that method.",
            413: "That is too much at once. Please send a shorter message.",
        }.get(error.status, error.reason)
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        return problem(request, Refused(error.status, detail, headers=headers))
    except Exception as error:
        log.error("%s %s failed: %s", request.method, _route(request), _place(error))
        return problem(
            request, Refused(500, "Something is broken here. Your message did not get through.")
        )


def problem(request: web.Request, refused: Refused) -> web.Response:
    """`{type, title, status, detail, care}`."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "detail": refused.detail,
        "care": request.app[CARE].on_refusal(refused.crisis),
    }
    return web.json_response(
        body,
        status=refused.status,
        headers=refused.headers,
        content_type="application/problem+json",
    )


def _route(request: web.Request) -> str:
    """The pattern of the address, without the ids in it."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"


def _place(error: Exception) -> str:
    """Kind and place of an error, never its text: that may hold what a person wrote."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
