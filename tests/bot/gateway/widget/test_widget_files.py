"""The files of the widget: their size, their words, and that nothing in them reaches elsewhere."""

import gzip
import json
import re
from pathlib import Path

from tests.bot.gateway.widget.stand_in import WIDGET

LOADER = ["afterword.js", "parts.js"]
BANNED = re.compile(
    r"\b(sorry|i understand|i care|always here|counselor|treatment|committed)\b", re.IGNORECASE
)


def size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def test_loader_is_at_most_four_kilobytes() -> None:
    assert sum(size(WIDGET / name) for name in LOADER) <= 4000


def test_whole_widget_is_at_most_twenty_kilobytes() -> None:
    demo = {"demo.html", "demo.css", "icon.svg"}
    files = [path for path in WIDGET.glob("*.*") if path.name not in demo]
    assert sum(map(size, files)) + size(WIDGET / "locale" / "en.json") <= 20_000


def test_no_module_is_longer_than_two_hundred_lines() -> None:
    long = [path.name for path in WIDGET.glob("*.js") if path.read_text().count("\n") >= 200]
    assert long == []


def test_no_file_names_another_host_to_load_from() -> None:
    sources = [path for path in WIDGET.rglob("*") if path.suffix in (".js", ".css")]
    found = [
        (path.name, url)
        for path in sources
        for url in re.findall(
            r"(?:import|from|url\(|fetch\()\s*['\"(]?(https?://\S+)", path.read_text()
        )
    ]
    assert found == []


def test_every_word_the_code_names_is_in_the_locale_file() -> None:
    words = json.loads((WIDGET / "locale" / "en.json").read_text())
    sources = "\n".join(path.read_text() for path in WIDGET.glob("*.js"))
    named = set(re.findall(r"\bwords\.(\w+)", sources))
    by_value = {"person", "program", "staff", "offline", "offline_start"}
    assert named - words.keys() == set()
    assert words.keys() - named - by_value == set()


def test_words_of_the_locale_file_promise_nothing() -> None:
    words = json.loads((WIDGET / "locale" / "en.json").read_text())
    assert [text for text in words.values() if BANNED.search(text)] == []
