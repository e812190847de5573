"""Versions as ETags."""

from typing import Any

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.web.etags import etag, expected_version
from tests.web.requests import a_request


def test_a_version_is_quoted() -> None:
    assert etag(3) == '"3"'


@pytest.mark.parametrize(
    ("condition", "version"),
    [("", None), ("*", None), ('"3"', 3), ('W/"3"', 3), ("3", 3), (' "12" ', 12)],
)
def test_a_condition_names_a_version(condition: str, version: Any) -> None:
    assert expected_version(with_condition(condition)) == version


@pytest.mark.parametrize("condition", ['"x"', '"3', '3"', '"3", "4"', '"-1"', '"' + "9" * 16 + '"'])
def test_any_other_condition_is_refused(condition: str) -> None:
    with pytest.raises(Invalid):
        expected_version(with_condition(condition))


def test_without_a_condition_any_version_will_do() -> None:
    assert expected_version(a_request()) is None


def with_condition(text: str) -> Any:
    return a_request(headers={"if-match": text})
