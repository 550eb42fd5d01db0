"""Server-sent events of a conversation, for what comes later than its answer."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.gateway.keys import CARE, REGISTRY
from bot.gateway.listeners import News
from bot.gateway.requests import read_conversation

routes = web.RouteTableDef()
HEARTBEAT = 20.0


@routes.get("/api/conversations/{id}/events")
async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events `message` and `care`, read with fetch so the token is in a header."""
    conversation = await read_conversation(request)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    listeners = request.app[REGISTRY].listeners
    queue = listeners.add(conversation)
    try:
        await response.prepare(request)
        await response.write(b": open\n\n")
        while (messages := await _next(queue, response)) is not None:
            for message in messages:
                await _write_event(response, "message", message.as_json())
            await _write_event(response, "care", request.app[CARE].of(conversation))
    except ConnectionResetError:
        pass
    finally:
        listeners.remove(conversation, queue)
    return response


async def _next(queue: News, response: web.StreamResponse) -> Any:
    """The next news. A sign of life now and then keeps proxies from closing the stream."""
    while True:
        try:
            return await asyncio.wait_for(queue.get(), HEARTBEAT)
        except TimeoutError:
            await response.write(b": still here\n\n")


async def _write_event(response: web.StreamResponse, name: str, data: dict[str, Any]) -> None:
    await response.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())
