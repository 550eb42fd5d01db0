"""Rasa's one input channel: the gateway, on loopback."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

OnMessage = Callable[[UserMessage], Awaitable[Any]]
COMMAND = re.compile(r"[\s/]+")
NOTHING = "?"


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
            message = user_message(request.json)
            # a gateway that no longer waits must not leave half a turn in the tracker
            await asyncio.shield(on_new_message(message))
            return json({"replies": named_replies(message)})

        @routes.route("/<conversation>", methods=["DELETE"])
        async def forget(request: Request, conversation: str) -> HTTPResponse:
            request.app.ctx.agent.tracker_store.forget(conversation)
            return empty()

        @routes.route("/ready", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            return empty(204 if agent is not None and agent.is_ready() else 503)

        return routes


def user_message(said: dict[str, str]) -> UserMessage:
    """Rasa's message for `{conversation, text | payload, level}`."""
    return UserMessage(
        as_plain_text(said["text"]) if "text" in said else said["payload"],
        CollectingOutputChannel(),
        said["conversation"],
        input_channel=GatewayChannel.name(),
        metadata={"level": said.get("level", "none")},
    )


def named_replies(message: UserMessage) -> list[dict[str, Any]]:
    """`{reply, values}` of each reply that the turn called for."""
    collected = message.output_channel.messages
    return [m["custom"] for m in collected if m.get("custom")]


def as_plain_text(text: str) -> str:
    """What a person types is never a command: Rasa strips it, and reads a slash as an intent."""
    begins = COMMAND.match(text)
    return (text[begins.end() :] if begins else text) or NOTHING
