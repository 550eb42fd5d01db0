"""Rasa answers with the names of replies and their values; the gateway finds the words."""

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

# what rasa_sdk's dispatcher adds to every message of an action
SDK_FIELDS = {
    "text",
    "buttons",
    "elements",
    "custom",
    "template",
    "response",
    "image",
    "attachment",
    "domain_responses",
}


class ReplyNames(NaturalLanguageGenerator):
    """Named in the endpoints of bot/runtime/worker.py."""

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None
    ) -> None:
        """Rasa's signature; it knows no domain yet when it calls this."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """`{"text": "", "custom": {"reply": name, "values": {...}}}`."""
        values = {k: v for k, v in kwargs.items() if k not in SDK_FIELDS}
        return {"text": "", "custom": {"reply": utter_action, "values": values}}
