"""Server-sent events of a conversation, for what comes later than its answer."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.gateway.keys import CARE, REGISTRY
from bot.gateway.requests import read_conversation

routes = web.RouteTableDef()
HEARTBEAT = 20.0


@routes.get("/api/conversations/{id}/events")
async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events `message` and `care`, read with fetch so the token is in a header."""
    conversation = await read_conversation(request)
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    queue = request.app[REGISTRY].listen(conversation)
    try:
        await response.prepare(request)
        await response.write(b": open\n\n")
        while True:
            try:
                message = await asyncio.wait_for(queue.get(), HEARTBEAT)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if message is None:
                break
            await _write_event(response, "message", message.as_json())
            await _write_event(response, "care", request.app[CARE].of(conversation))
    except ConnectionResetError:
        pass
    finally:
        request.app[REGISTRY].stop_listening(conversation, queue)
    return response


async def _write_event(response: web.StreamResponse, name: str, data: dict[str, Any]) -> None:
    await response.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())
