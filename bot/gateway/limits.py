"""How fast and how big: protects the program, never stands before a crisis answer."""

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.gateway.refusals import TooFast
from bot.settings import Settings

MAX_TEXT = 20_000  # characters
MAX_BODY = 128 * 1024  # bytes; 20,000 characters of any script and the JSON around them
LOOKED_AT = 1024 * 1024  # bytes; what is bigger is refused without a look for danger


class Limits:
    """Moving windows of a minute, per conversation and per address."""

    def __init__(self, settings: Settings) -> None:
        self._storage = MemoryStorage()  # the limiter itself holds it only weakly
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._messages = RateLimitItemPerMinute(settings.messages_per_minute)
        self._openings = RateLimitItemPerMinute(settings.conversations_per_minute)

    def count_message(self, conversation: str) -> None:
        """Raises TooFast."""
        self._count(self._messages, conversation, "That was very fast. Please wait a moment.")

    def count_opening(self, address: str) -> None:
        """Raises TooFast."""
        self._count(self._openings, address, "Too many chats were opened. Please wait a minute.")

    def _count(self, limit: RateLimitItem, who: str, detail: str) -> None:
        kind = "message" if limit is self._messages else "open"
        if not self._limiter.hit(limit, kind, who):
            free_at = self._limiter.get_window_stats(limit, kind, who)[0]
            raise TooFast(detail, max(1, math.ceil(free_at - time.time())))
