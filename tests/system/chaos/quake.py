"""What every test of chaos does: break one thing, see that nobody was left alone, and heal."""

import math
import signal
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.system.chaos.crowd import Crowd, Sent
from tests.system.program import Program, Visitor, until

CLINIC_PHONE = "+1 503-555-0142"  # stands in the fixed reply, where Rasa gave none
MISSES = "i miss my therapist so much it hurts"
GATEWAY_BACK = 10.0  # seconds
UNDER_WAY = 0.3  # seconds until the last answers of a killed gateway have come


class Quake:
    """The program, the people, and what is known of both."""

    def __init__(self, program: Program, crowd: Crowd, clock: Path) -> None:
        self.program = program
        self.crowd = crowd
        self.report: list[str] = []
        self._clock = clock

    @contextmanager
    def breaking(self, what: str, heals_in: float = 60) -> Iterator[None]:
        """Around a test: before and after it the program is whole, and all the while people
        in danger get a line, with the first try, for the gateway is there."""
        first = self._whole(what, heals_in)
        yield
        self._whole(what, heals_in)
        sent = self._look_at(what, first)
        late = [one for one in sent if one.tries > 1]
        assert late == [], late

    @contextmanager
    def gateway_down(self, what: str, number: signal.Signals) -> Iterator[None]:
        """The gateway gets a signal and another must be there in time; then the test goes on."""
        first = self._whole(what, 60)
        began, old = time.monotonic(), self.program.kill("gateway", number)
        self.crowd.kills.append(began + UNDER_WAY)
        until(lambda: old not in self.program.processes(), GATEWAY_BACK, "the old one is gone")
        until(self.program.answers, GATEWAY_BACK, "the gateway is back")
        took = time.monotonic() - began
        yield
        self._whole(what, 60)
        sent = self._look_at(f"{what}, back after {took:.1f} s", first)
        assert took < GATEWAY_BACK
        assert max(one.took for one in sent if one.danger) < GATEWAY_BACK + 3

    def shift_clock(self, seconds: float) -> None:
        with self._clock.open("r+b") as file:
            file.write(struct.pack("d", seconds))

    def people_write(self, seconds: float) -> list[Sent]:
        """What was answered meanwhile."""
        first = len(self.crowd.sent)
        time.sleep(seconds)
        return self.crowd.sent[first:]

    def part(self, name: str, state: str) -> Callable[[], bool]:
        """Whether health says so of a part."""
        return lambda: self.program.health().get("parts", {}).get(name) == state

    def _whole(self, what: str, seconds: float) -> int:
        until(lambda: self.program.health().get("status") == "ok", seconds, f"{what}: all is well")
        until(self._understands, seconds, f"{what}: an ordinary message is understood")
        return len(self.crowd.sent)

    def _understands(self) -> bool:
        return CLINIC_PHONE not in Visitor(self.program).says(MISSES)

    def _look_at(self, what: str, first: int) -> list[Sent]:
        self.crowd.compare()
        sent = self.crowd.sent[first:]
        danger = [one.took for one in sent if one.danger and one.tries == 1]
        times = f", slowest {max(danger) * 1000:.0f} ms" if danger else ""
        self.report.append(f"{what}: {len(sent)} messages; {len(danger)} in danger at once{times}")
        assert not self.crowd.complaints, "\n".join(self.crowd.complaints)
        return sent


def percentile(values: list[float], percent: float) -> float:
    """Of at least one value; the nearest rank."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]
