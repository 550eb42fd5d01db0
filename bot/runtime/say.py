"""Holds turns in the terminal, through the same code as the gateway's."""

import asyncio

import rasa.core.agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig

from bot.conversations.conversation import Message, new_conversation
from bot.gateway.care import Care
from bot.gateway.clinic import load_clinic
from bot.gateway.plain_words import load_answers
from bot.gateway.rasa_client import NamedReply
from bot.gateway.screening import Screening
from bot.gateway.speaking import Speaker
from bot.gateway.turn import Turns
from bot.gateway.wording import Wordings
from bot.runtime.channel import as_plain_text
from bot.runtime.local_actions import LocalActions
from bot.runtime.reply_names import ReplyNames
from bot.runtime.train import train
from bot.safety.lines import all_lines
from bot.settings import Settings


class LocalRasa:
    """Rasa in this process; the same `turn` as RasaClient's."""

    def __init__(self, agent: rasa.core.agent.Agent) -> None:
        self._agent = agent

    async def turn(self, conversation: str, said: dict[str, str], level: str) -> list[NamedReply]:
        collector = CollectingOutputChannel()
        text = as_plain_text(said["text"]) if "text" in said else said["payload"]
        await self._agent.handle_message(
            UserMessage(text, collector, conversation, metadata={"level": level})
        )
        found = [m["custom"] for m in collector.messages if m.get("custom")]
        return [NamedReply(item["reply"], item["values"]) for item in found]


async def load_local(settings: Settings) -> LocalRasa:
    """Trains if needed, and loads Rasa with the actions in this process."""
    agent = await rasa.core.agent.load_agent(
        model_path=str(train(settings)),
        endpoints=AvailableEndpoints(
            nlg=EndpointConfig(type=f"{ReplyNames.__module__}.{ReplyNames.__name__}"),
            action=LocalActions(),
        ),
    )
    return LocalRasa(agent)


def say(settings: Settings, texts: list[str]) -> int:
    """Each text is one turn of one conversation; prints what a client would read."""
    asyncio.run(_say(settings, texts))
    return 0


async def _say(settings: Settings, texts: list[str]) -> None:
    clinic = load_clinic(settings)
    lines = all_lines()
    care = Care(lines, clinic)
    answers = load_answers(settings.root / "data" / "safety" / "answers.yml")
    rasa_here = await load_local(settings)
    speaker = Speaker(Wordings(settings.domain), care, clinic)
    turns = Turns(speaker, Screening(answers), rasa_here)
    conversation, _ = new_conversation("terminal", "en", None)
    for text in texts:
        print(f"\n> {text}\n")
        for message in await turns.take(conversation, text):
            print(_shown(message))
        for line in care.of(conversation)["lines"]:
            ways = [line[way]["label"] for way in ("call", "text", "chat") if line[way]]
            print(f"    | {line['name']} ({line['country_name']}): {', '.join(ways)}")


def _shown(message: Message) -> str:
    links = [f"    {link['title']}: {link['url']}" for link in message.links]
    buttons = "  ".join(f"[{button['title']}]" for button in message.buttons)
    return "\n".join([message.text, *links, *([buttons] if buttons else []), ""])
