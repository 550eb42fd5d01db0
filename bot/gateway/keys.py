"""Typed names of the parts that the handlers share, and of what a request carries along."""

from aiohttp import web

from bot.conversations.conversation import Conversation
from bot.conversations.counts import Tally
from bot.gateway.care import Care
from bot.gateway.clinic import Clinic
from bot.gateway.limits import Limits
from bot.gateway.rasa_client import RasaClient
from bot.gateway.registry import Registry
from bot.gateway.turn import Turns
from bot.gateway.wording import Wordings
from bot.safety import Assessment
from bot.safety.lines import Lines
from bot.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
CLINIC = web.AppKey("clinic", Clinic)
LINES = web.AppKey("lines", Lines)
CARE = web.AppKey("care", Care)
WORDINGS = web.AppKey("wordings", Wordings)
REGISTRY = web.AppKey("registry", Registry)
RASA = web.AppKey("rasa", RasaClient)
TURNS = web.AppKey("turns", Turns)
LIMITS = web.AppKey("limits", Limits)
TALLY = web.AppKey("tally", Tally)

FOUND = web.RequestKey("found", Assessment)  # the danger in its body, found before all else
CONVERSATION = web.RequestKey("conversation", Conversation)  # the one that its token opened
