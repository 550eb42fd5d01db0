"""Rasa's one input channel: the gateway, on loopback."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class GatewayChannel(InputChannel):
    """Takes one turn of a conversation and answers with the names of replies.

    POST /webhooks/gateway/turn `{conversation, text | payload, level}` gives
    `{replies: [{reply, values}]}`; DELETE /webhooks/gateway/<conversation> forgets it.
    """

    @classmethod
    def name(cls) -> str:
        return "gateway"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        routes = Blueprint("gateway_channel")

        @routes.route("/turn", methods=["POST"])
        async def turn(request: Request) -> HTTPResponse:
            body = request.json
            message = UserMessage(
                as_plain_text(body["text"]) if "text" in body else body["payload"],
                CollectingOutputChannel(),
                body["conversation"],
                input_channel=self.name(),
                metadata={"level": body.get("level", "none")},
            )
            await asyncio.shield(on_new_message(message))
            collected = message.output_channel.messages
            return json({"replies": [m["custom"] for m in collected if m.get("custom")]})

        @routes.route("/<conversation>", methods=["DELETE"])
        async def forget(request: Request, conversation: str) -> HTTPResponse:
            request.app.ctx.agent.tracker_store.forget(conversation)
            return empty()

        @routes.route("/ready", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            return empty(204 if agent is not None and agent.is_ready() else 503)

        return routes


def as_plain_text(text: str) -> str:
    """What a person types is never a command: Rasa reads a leading slash as an intent."""
    return text.lstrip("/ \t\r\n\u200b\ufeff") or "?"
