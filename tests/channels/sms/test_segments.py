"""Texts are counted as the networks count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.sms.segments import segments


@pytest.mark.parametrize(
    ("text", "encoding", "count", "left"),
    [
        ("", "GSM-7", 1, 160),
        ("a" * 160, "GSM-7", 1, 0),
        ("a" * 161, "GSM-7", 2, 145),
        ("a" * 306, "GSM-7", 2, 0),
        ("a" * 307, "GSM-7", 3, 152),
        ("€" * 80, "GSM-7", 1, 0),
        ("€" * 81, "GSM-7", 2, 143),
        ("a" * 152 + "€" * 5, "GSM-7", 2, 143),
        ("Grüße, señor: [ok]", "GSM-7", 1, 140),
        ("ą" * 70, "UCS-2", 1, 0),
        ("ą" * 71, "UCS-2", 2, 63),
        ("🌿" * 35, "UCS-2", 1, 0),
        ("🌿" * 36, "UCS-2", 2, 61),
        ("a" * 66 + "🌿" * 3, "UCS-2", 2, 61),
        ("ç", "UCS-2", 1, 69),
        ("`", "UCS-2", 1, 69),
    ],
)
def test_a_text_takes_so_many(text: str, encoding: str, count: int, left: int) -> None:
    found = segments(text)

    assert (found.encoding, found.count, found.left) == (encoding, count, left)


@given(st.text(max_size=700))
def test_a_longer_text_never_takes_fewer(text: str) -> None:
    shorter, longer = segments(text[:-1]), segments(text)

    assert 1 <= shorter.count <= longer.count
    assert 0 <= longer.left <= 160
