"""How fast and how big: protects the program, never stands before a crisis answer."""

import math
import time
from collections import OrderedDict, deque

from bot.gateway.refusals import TooFast
from bot.settings import Settings

MAX_TEXT = 20_000  # characters
MAX_BODY = 128 * 1024  # bytes; 20,000 characters of any script and the JSON around them
LOOKED_AT = 1024 * 1024  # bytes; what is bigger is refused without a look for danger
MINUTE = 60.0


class Limits:
    """Moving windows of a minute, per conversation and per address."""

    def __init__(self, settings: Settings) -> None:
        self._messages = Window(settings.messages_per_minute)
        self._openings = Window(settings.conversations_per_minute)

    def count_message(self, conversation: str) -> None:
        """Raises TooFast."""
        if wait := self._messages.wait(conversation):
            raise TooFast("That was very fast. Please wait a moment.", wait)

    def count_opening(self, address: str) -> None:
        """Raises TooFast."""
        if wait := self._openings.wait(address):
            raise TooFast("Too many chats were opened. Please wait a minute.", wait)


class Window:
    """At most `most` in any minute by each, on a clock that nobody can set."""

    def __init__(self, most: int) -> None:
        self._most = max(1, most)
        self._times: OrderedDict[str, deque[float]] = OrderedDict()  # by whom, the latest last

    def wait(self, who: str) -> int:
        """Seconds until `who` may do one more; 0 where it may be now, which counts it."""
        began = time.monotonic() - MINUTE
        while self._times and next(iter(self._times.values()))[-1] <= began:
            self._times.popitem(last=False)
        times = self._times.get(who) or deque(maxlen=self._most)
        if len(times) == self._most and times[0] > began:
            return max(1, math.ceil(times[0] - began))
        times.append(time.monotonic())
        self._times[who] = times
        self._times.move_to_end(who)
        return 0
