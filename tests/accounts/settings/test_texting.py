"""What may stand in the settings of texts."""

from typing import Any

import msgspec
import pytest

from chalicelib.accounts.settings import rules, texting
from chalicelib.accounts.settings.model import Settings


def found(**sms: Any) -> list[tuple[str, str]]:
    """Return pointers without `/sms`, and codes."""
    settings = rules.tidied(msgspec.convert({"sms": sms}, Settings))
    return [(f.pointer.removeprefix("/sms"), f.code) for f in rules.faults(settings)]


def subscribing(*keywords: str, **facts: Any) -> dict[str, Any]:
    return {"subscribe": [{"keyword": keyword, **facts} for keyword in keywords]}


def test_the_defaults_are_as_decided() -> None:
    default = Settings()

    assert default.sms.autoresponder.mode == "off"
    assert default.sms.keywords.opt_out_match == "exact"
    assert (default.sms.notifies, default.whatsapp.notifies) == (True, False)
    assert default.instagram.human_agent is True
    assert rules.faults(default) == []


@pytest.mark.acceptance(72)
@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{{Organization prefix}}: write to {{email}}", []),
        ("{{ Organization prefix }}: write to {{  email }}", []),
        ("Hello {{name}} and {{ phone }}", ["unknown_placeholder", "unknown_placeholder"]),
        ("{{Email}}", ["unknown_placeholder"]),
        ("{{}}", ["unknown_placeholder"]),
        ("{{email", ["broken_placeholder"]),
        ("email}}", ["broken_placeholder"]),
        ("{{ {{email}} }}", ["broken_placeholder"]),
        ("{email} {% if x %}", []),
        (" ", ["required"]),
    ],
)
def test_a_placeholder_is_known_or_refused(text: str, codes: list[str]) -> None:
    faults = found(autoresponder={"mode": "all", "text": text})

    assert faults == [("/autoresponder/text", code) for code in codes]


@pytest.mark.acceptance(72)
def test_placeholders_are_filled_once() -> None:
    filled = texting.rendered(
        "{{ Organization prefix }}: {{email}}!", prefix="A {{email}}", email="a@b.example"
    )

    assert filled == "A {{email}}: a@b.example!"


@pytest.mark.acceptance(16)
@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        (subscribing("JOIN", "sale20", "ABC"), []),
        (subscribing("AB"), [("/keywords/subscribe/0/keyword", "invalid_keyword")]),
        (subscribing("A" * 21), [("/keywords/subscribe/0/keyword", "invalid_keyword")]),
        (subscribing("two words"), [("/keywords/subscribe/0/keyword", "invalid_keyword")]),
        (subscribing("ÉTÉ"), [("/keywords/subscribe/0/keyword", "invalid_keyword")]),
        (subscribing("Stop"), [("/keywords/subscribe/0/keyword", "reserved")]),
        (subscribing("JOIN", " join "), [("/keywords/subscribe/1/keyword", "duplicate")]),
        (subscribing("JOIN", text="at https://a.example"),
         [("/keywords/subscribe/0/text", "link")]),
        (subscribing("JOIN", text="Hi {{name}}"),
         [("/keywords/subscribe/0/text", "unknown_placeholder")]),
        (subscribing("JOIN", text="Sure?", double_opt_in=True),
         [("/keywords/subscribe/0/text", "no_way_to_confirm")]),
        (subscribing("JOIN", text="Text YES to join.", double_opt_in=True), []),
        ({"help_text": "See www.shop.example"}, [("/keywords/help_text", "link")]),
        ({"help_text": "See shop.example/help"}, [("/keywords/help_text", "link")]),
        ({"help_text": "Write to help@shop.example, 9.30 to 5."}, []),
        ({"opt_in_text": "Hi {{ x }}"}, [("/keywords/opt_in_text", "unknown_placeholder")]),
        ({"opt_out_match": "contains"}, []),
    ],
)  # fmt: skip
def test_each_wrong_keyword_is_named(
    keywords: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert found(keywords=keywords) == expected


def test_at_most_five_hundred_keywords_fit_and_no_more_text_than_the_account_can_hold() -> None:
    names = [f"WORD{number}" for number in range(501)]

    assert found(keywords=subscribing(*names[:500])) == []
    with pytest.raises(msgspec.ValidationError):
        found(keywords=subscribing(*names))
    too_long = subscribing(*names[:100], text="x" * 1_200)
    assert found(keywords=too_long) == [("/keywords/subscribe", "too_long")]


def test_keywords_are_kept_as_they_are_compared() -> None:
    settings = msgspec.convert({"whatsapp": {"keywords": subscribing(" sale20 ")}}, Settings)

    [kept] = rules.tidied(settings).whatsapp.keywords.subscribe
    assert kept.keyword == "SALE20"


@pytest.mark.parametrize("match", ["fuzzy", None, 1])
def test_there_are_two_ways_to_match(match: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        found(keywords={"opt_out_match": match})
