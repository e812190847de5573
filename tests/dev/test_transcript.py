"""What is told on a laptop: errors with their words, which the product's own lines do not have."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.telemetry.log import logger, tell
from dev.transcript import Bugs, Transcript

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def transcript() -> Iterator[Transcript]:
    """Return a transcript that hears of errors."""
    told = Transcript(lambda: NOW)
    bugs = Bugs(told)
    bugs.listen()
    yield told
    logger._logger.removeHandler(bugs)


def test_an_error_is_told_with_its_words_and_its_way(transcript: Transcript, capsys: Any) -> None:
    try:
        raise ValueError("no such shelf")
    except ValueError as error:
        tell("operation", NOW, members={"operation": "api", "route": "/v1/me"}, error=error)

    assert transcript.lines == ["12:00:00 FAILED api /v1/me: ValueError: no such shelf"]
    assert "test_transcript.py" in capsys.readouterr().err


def test_what_went_well_is_told_by_others(transcript: Transcript) -> None:
    tell("operation", NOW, members={"operation": "api"})

    assert transcript.lines == []
