"""Links in a text: which are made short, and that nothing else changes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.marketing.links import rules
from tests.kit.pace import within

OURS = frozenset({"desk.example"})


def urls(text: str) -> list[str]:
    return [link.url for link in rules.found(text, OURS)]


@pytest.mark.acceptance(74)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Track it: https://shop.example/t/1", ["https://shop.example/t/1"]),
        ("See https://shop.example/a, or http://b.example!", ["https://shop.example/a", "http://b.example"]),
        ("(https://shop.example/a_(b))", ["https://shop.example/a_(b)"]),
        ("“https://shop.example/a”.", ["https://shop.example/a"]),
        ("https://shop.example/a?x=1&y=%20#top…", ["https://shop.example/a?x=1&y=%20#top"]),
        ("HTTPS://Shop.Example/A", ["https://shop.example/A"]),
        ("https://shop.example:8443/a", ["https://shop.example:8443/a"]),
        ("https://bücher.example/ä", ["https://xn--bcher-kva.example/%C3%A4"]),
        ("https://a.example/1\nhttps://a.example/2", ["https://a.example/1", "https://a.example/2"]),
        ("Look:https://a.example.", ["https://a.example"]),
        ("<https://a.example/x>", ["https://a.example/x"]),
        ("no link, not even shop.example or mailto:a@b.example", []),
    ],
)  # fmt: skip
def test_links_are_found(text: str, expected: list[str]) -> None:
    assert urls(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/unsubscribe?u=1",
        "https://shop.example/sms/opt-out/1",
        "https://shop.example/optout",
        "Unsubscribe: https://shop.example/u/1",
        "To opt out here: https://shop.example/u/1",
        "Text STOP or visit https://shop.example/p",
        "Abmelden unter https://shop.example/p",
        "https://desk.example/l/0123456789A",
        "javascript:alert(1)//https",
        "ftp://shop.example/a",
        "data:text/html,https",
        "shttp://shop.example/a",
        "https://bank.example@evil.example/",
        "https://evil.example\\@bank.example/",
        "https://localhost/a",
        "http://127.0.0.1/a",
        "http://[::1]/a",
        "https://shop.example:99999/",
        "https://",
        "https://shop.example/\u202egnp.exe",
        "https://\uff53hop.example/",
        "https://shop.example/" + "a" * rules.MAX_URL,
    ],
)
def test_some_are_left_alone(text: str) -> None:
    assert urls(text) == []


def test_a_shop_may_speak_of_stopping_and_still_have_its_links_counted() -> None:
    assert urls("We cannot stop smiling: https://shop.example/new") == ["https://shop.example/new"]
    assert urls("Reply STOP to opt out.\nhttps://shop.example/new") == ["https://shop.example/new"]


def test_a_message_has_at_most_so_many_short_links() -> None:
    text = " ".join(f"https://shop.example/{n}" for n in range(50))

    assert len(rules.found(text)) == rules.MAX_LINKS


def test_links_take_their_places() -> None:
    text = "A https://a.example/1, B (https://b.example)."

    links = rules.found(text)

    assert rules.replaced(text, links, lambda url: f"<{url[8]}>") == "A <a>, B (<b>)."


PIECES = st.sampled_from([
    "https://a.example/x", "http://b.example", "HTTPS://", "https://evil@a.example", " ", "\n", ".",
    ")", "(", "]", "STOP ", "unsubscribe ", "é", "\u202e", "https://a.example/opt-out", "\\", "'",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=5)).map("".join)


@given(TEXTS)
def test_everything_but_the_links_stays(text: str) -> None:
    links = rules.found(text, OURS)

    assert rules.replaced(text, links, lambda _: "\0").count("\0") - text.count("\0") == len(links)
    kept = [text[a.end : b.start] for a, b in pairwise(links)]
    assert all(a.end <= b.start for a, b in pairwise(links))
    assert all(piece in text for piece in kept)


@given(TEXTS)
def test_every_link_leads_where_it_says_and_is_fit_for_a_header(text: str) -> None:
    for link in rules.found(text, OURS):
        assert rules.is_safe(link.url)
        assert link.url.startswith(("https://", "http://"))
        assert not set(link.url) & set('\r\n\t \\<>"')
        assert text[link.start : link.end].lower().startswith("http")


def test_a_link_that_ends_in_a_word_of_leaving_says_nothing_of_the_next() -> None:
    text = "https://a.example/nonSTOP https://a.example/new"

    assert urls(text) == ["https://a.example/nonSTOP", "https://a.example/new"]


@given(TEXTS)
def test_what_is_short_is_not_shortened_again(text: str) -> None:
    short = rules.replaced(text, rules.found(text, OURS), lambda _: " https://desk.example/l/0 ")

    assert rules.found(short, OURS) == ()


@pytest.mark.parametrize(
    "hostile",
    [")" * 50_000, "https://" * 8_000, ")(" * 30_000, "STOP " * 12_000 + "https://a.example"],
)
def test_a_long_text_is_read_in_no_time(hostile: str) -> None:
    with within(1):
        rules.found(f"https://a.example/{hostile} {hostile}")


def test_codes_are_spelt_in_digits_and_letters() -> None:
    codes = {rules.code_of(bytes([n]) * 32) for n in range(256)}

    assert len(codes) == 256
    assert all(rules.is_code(code) for code in codes)
    assert 62**rules.CODE_LENGTH > 2**64


@pytest.mark.parametrize(
    "text", ["", "0" * 10, "0" * 12, "0123456789-", "0123456789\n", "\u0660" * 11]
)
def test_nothing_else_is_a_code(text: str) -> None:
    assert not rules.is_code(text)


@pytest.mark.parametrize(
    ("user_agent", "is_robot"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", False),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/126.0 Mobile Safari/537.36", False),
        ("", False),
        ("facebookexternalhit/1.1 Facebot Twitterbot/1.0", True),
        ("WhatsApp/2.23.20.0 A", True),
        ("TelegramBot (like TwitterBot)", True),
        ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", True),
        ("Mozilla/5.0 (compatible; SkypeUriPreview/1.0)", True),
    ],
)
def test_previews_are_told_from_people(user_agent: str, *, is_robot: bool) -> None:
    assert rules.is_robot(user_agent) is is_robot


@pytest.mark.parametrize(("length", "count"), [(33, 0), (34, 0), (35, 1)])
def test_only_what_becomes_shorter_is_replaced(length: int, count: int) -> None:
    link = "https://shop.example/".ljust(length, "a")

    assert len(rules.found(f"See {link}.", longer_than=34)) == count


def test_links_that_stay_take_no_others_place() -> None:
    short, long = "https://s.example", "https://shop.example/" + "a" * 40
    text = " ".join([short] * rules.MAX_LINKS + [long] * (rules.MAX_LINKS + 1))

    assert [each.url for each in rules.found(text, longer_than=34)] == [long] * rules.MAX_LINKS
