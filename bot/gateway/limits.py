"""How fast and how big: protects the program, never stands before a crisis answer."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.settings import Settings

MAX_BODY = 128 * 1024  # bytes; 20,000 characters of any script and the JSON around them
MAX_TEXT = 20_000  # characters


class Limits:
    """Moving windows of a minute, per conversation and per address."""

    def __init__(self, settings: Settings) -> None:
        self._storage = MemoryStorage()  # the limiter holds only a weak reference
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._messages = RateLimitItemPerMinute(settings.messages_per_minute)
        self._openings = RateLimitItemPerMinute(settings.conversations_per_minute)

    def may_write(self, conversation: str) -> bool:
        return self._limiter.hit(self._messages, "message", conversation)

    def may_open(self, address: str) -> bool:
        return self._limiter.hit(self._openings, "open", address)
