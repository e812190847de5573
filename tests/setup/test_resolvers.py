"""Which resolvers an installation asks."""

import pytest

from chalicelib import settings
from chalicelib.core.place import RESOLVERS
from tests.conftest import ENVIRONMENT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", RESOLVERS),
        (" ", RESOLVERS),
        ("off", ()),
        ("https://a.example/resolve", ("https://a.example/resolve",)),
        (
            "https://a.example/r, https://b.example/r",
            ("https://a.example/r", "https://b.example/r"),
        ),
    ],
)
def test_resolvers_are_a_setting(text: str, expected: tuple[str, ...]) -> None:
    assert settings.load({**ENVIRONMENT, "DESKHAND_RESOLVERS": text}).resolvers == expected
