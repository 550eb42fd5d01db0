"""Parts are killed or stall while fifty people write."""

import signal

from tests.system.chaos.quake import Quake
from tests.system.program import until


def test_rasa_is_killed(quake: Quake) -> None:
    with quake.breaking("Rasa killed"):
        quake.program.kill("worker")
        until(quake.part("understanding", "degraded"), 5, "health says so")


def test_action_server_is_killed(quake: Quake) -> None:
    with quake.breaking("action server killed"):
        quake.program.kill("actions")
        quake.people_write(6)


def test_rasa_stalls(quake: Quake) -> None:
    with quake.breaking("Rasa stalled"):
        stalled = quake.program.kill("worker", signal.SIGSTOP)
        until(quake.part("understanding", "degraded"), 5, "health says so")
        until(lambda: stalled not in quake.program.processes(), 30, "the stalled one is killed")


def test_gateway_is_killed(quake: Quake) -> None:
    with quake.gateway_down("gateway killed", signal.SIGKILL):
        quake.people_write(3)


def test_gateway_stalls(quake: Quake) -> None:
    quake.people_write(2)  # so that the supervisor has heard from it
    with quake.gateway_down("gateway stalled", signal.SIGSTOP):
        quake.people_write(3)


def test_clock_jumps(quake: Quake) -> None:
    with quake.breaking("clock jumped"):
        for days in (2, 0, -2, 0):
            quake.shift_clock(days * 24 * 3600)
            quake.people_write(3)
            assert quake.program.health()["status"] == "ok"
