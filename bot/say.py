"""Holds turns in the terminal: the gateway's way of a message, with Rasa in this process."""

import asyncio

from bot.conversations.conversation import Message, new_conversation
from bot.gateway.care import Care
from bot.gateway.clinic import load_clinic
from bot.gateway.plain_words import load_answers
from bot.gateway.rasa_client import NamedReply
from bot.gateway.screening import Screening
from bot.gateway.speaking import Speaker
from bot.gateway.turn import Turns
from bot.gateway.wording import Wordings
from bot.runtime.local_rasa import LocalRasa, load_local
from bot.safety.lines import all_lines
from bot.settings import Settings


class Understanding:
    """Answers like the gateway's RasaClient."""

    def __init__(self, rasa: LocalRasa) -> None:
        self._rasa = rasa

    async def turn(self, conversation: str, said: dict[str, str], level: str) -> list[NamedReply]:
        return [NamedReply(**named) for named in await self._rasa.turn(conversation, said, level)]


def say(settings: Settings, texts: list[str]) -> None:
    """Each text is one turn of one conversation; prints what a client would read."""
    asyncio.run(_say(settings, texts))


async def _say(settings: Settings, texts: list[str]) -> None:
    clinic = load_clinic(settings)
    care = Care(all_lines(), clinic)
    answers = load_answers(settings.root / "data" / "safety" / "answers.yml")
    by_buttons = settings.by_buttons
    speaker = Speaker(Wordings(settings.domain), care, clinic, by_buttons)
    rasa = Understanding(await load_local(settings))
    turns = Turns(speaker, Screening(answers, by_buttons), rasa, by_buttons)
    conversation, _ = new_conversation("terminal", "en", None)
    for text in texts:
        text = text.encode(errors="replace").decode()  # bytes that were no text
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
