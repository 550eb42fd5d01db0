"""`python -m bot report`: what is counted, with small numbers hidden."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.conversations.counts import Counted, ProblemReport, Referral, Tally, this_month
from bot.database import open_database, upgrade


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AFTERWORD_DATA_DIR", str(tmp_path))
    return tmp_path


def count(data: Path, **numbers: int) -> None:
    """`crisis_2024_01=12` and the like."""
    fill(data, {Referral(k[:-8], k[-7:].replace("_", "-")): n for k, n in numbers.items()})


def fill(data: Path, counted: dict[Counted, int]) -> None:
    async def write() -> None:
        engine = open_database(url)
        tally = Tally(engine)
        for one, number in counted.items():
            for _ in range(number):
                tally.add(one)
        await tally.write()
        await engine.dispose()

    url = f"sqlite:///{data / 'conversations.db'}"
    upgrade(url, "bot.conversations")
    asyncio.run(write())


def printed(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["report", *options]) == 0
    return capsys.readouterr().out


def test_months_and_years_stand_in_tables(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count(data, crisis_2024_01=12, crisis_2024_02=30, sos_2024_02=2)
    lines = [line.split() for line in printed(capsys).splitlines()]
    assert ["month", "crisis", "concern", "sos", "misunderstood"] in lines
    assert ["2024-01", "12", "0", "fewer", "than", "10", "0"] in lines
    assert ["2024", "42", "0", "fewer", "than", "10", "0"] in lines


def test_small_month_is_told_nowhere(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count(data, crisis_2024_01=40, crisis_2024_02=7)
    text = printed(capsys)
    assert "47" in text  # the year, so the months are hidden
    assert not {"40", "7"} & set(text.split())


def test_json_says_the_same(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count(data, crisis_2024_01=12)
    facts = json.loads(printed(capsys, "--json"))
    year = {"year": "2024", "crisis": 12, "concern": 0, "sos": 0, "misunderstood": 0, "over": True}
    assert facts["years"][0] == year
    assert facts["months"][0]["crisis"] == 12
    assert (facts["months"][-1]["month"], facts["months"][-1]["over"]) == (this_month(), False)
    assert facts["problems"] == []


def test_reported_wordings_are_listed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few, many = (ProblemReport("utter_x", n, "hurtful", "2026-11") for n in (2, 5))
    fill(data, {many: 11, few: 3})
    rows = [line.split("  ") for line in printed(capsys).splitlines() if "utter_x" in line]
    found = [[part.strip() for part in row if part.strip()] for row in rows]
    assert found == [
        ["2026-11", "utter_x", "2", "hurtful", "fewer than 10"],
        ["2026-11", "utter_x", "5", "hurtful", "11"],
    ]


def test_before_anything_was_counted(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys).count("none yet") == 3
    assert json.loads(printed(capsys, "--json")) == {"months": [], "years": [], "problems": []}
