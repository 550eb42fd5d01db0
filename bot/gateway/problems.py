"""Refusals: RFC 9457 problem JSON, always with a way to a human."""

import logging
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.gateway.first_look import Handler
from bot.gateway.keys import CARE, CONVERSATION, FOUND
from bot.gateway.refusals import Refused
from bot.logs import place

log = logging.getLogger(__name__)
DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    413: "That is too much at once. Please send a shorter message.",
}


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
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        detail = DETAILS.get(error.status, HTTPStatus(error.status).phrase)
        return problem(request, Refused(error.status, detail, headers))
    except (web.PayloadAccessError, web.RequestPayloadError):
        return problem(request, Refused(400, "The request did not arrive whole."))
    except Exception as error:
        log.error("%s %s failed: %s", request.method, _route(request), place(error))
        detail = "Something is broken here. Your message did not get through."
        return problem(request, Refused(500, detail))


def problem(request: web.Request, refused: Refused) -> web.Response:
    """`{type, title, status, detail, care}`."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "detail": refused.detail,
        "care": request.app[CARE].on_refusal(request.get(CONVERSATION), request.get(FOUND)),
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
