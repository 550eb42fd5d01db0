"""Logs tell kind and place of an error, and nobody's words."""

import io
import logging

import pytest

from bot.logs import WithoutWords, place

SECRET = "i miss margaret"


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WithoutWords("actions %(message)s"))
    logger = logging.Logger("alone")
    logger.addHandler(handler)
    return logger, written


def test_logged_error_tells_kind_and_place_and_no_words(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    try:
        raise ValueError(SECRET)
    except ValueError:
        logger.exception("an action failed")
    assert "actions an action failed\n  ValueError at test_logs.py:" in written.getvalue()
    assert "margaret" not in written.getvalue()


def test_logged_error_without_a_trace_is_told(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.error("failed", exc_info=(ValueError, ValueError(SECRET), None))
    assert written.getvalue() == "actions failed\n  ValueError at nowhere\n"


def test_logged_without_an_error_is_told(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.error("failed", exc_info=(None, None, None))
    assert written.getvalue() == "actions failed\n"


def test_place_is_where_it_was_raised_and_no_words() -> None:
    with pytest.raises(ValueError, match=SECRET) as raised:
        raise ValueError(SECRET)
    line = raised.tb.tb_lineno
    assert place(raised.value) == f"ValueError at test_logs.py:{line}"
