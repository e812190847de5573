"""What a macro may be, and what becomes of its variables."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import Conflict, Invalid
from chalicelib.customers.model import Customer
from chalicelib.messaging.macros import rules
from chalicelib.messaging.macros.model import Edit, Macro
from tests.builders import a_customer
from tests.kit.http_world import NOON

BLANK = Macro(id="mac_1", created_at=NOON, updated_at=NOON)
KNOWN = {"first_name": "Ann", "email": "ann@mail.example"}
LONG = "x" * rules.MAX_TEXT


def edited(**facts: Any) -> Macro:
    return rules.edited(BLANK, Edit(**{"title": "Hello", "text": "Hello!", **facts}), NOON)


@pytest.mark.acceptance(86)
@pytest.mark.parametrize(
    ("text", "preview", "answer", "missing"),
    [
        ("Hi {{first_name}}!", "Hi Ann!", "Hi Ann!", []),
        ("Hi {{ first_name }}!", "Hi Ann!", "Hi Ann!", []),
        ("Hi {{last_name}}!", "Hi No_last_name!", "Hi !", ["last_name"]),
        ('Hi {{last_name | "you"}}!', "Hi you!", "Hi you!", []),
        ('Hi {{first_name|"you"}}!', "Hi Ann!", "Hi Ann!", []),
        ('Hi {{last_name | ""}}!', "Hi No_last_name!", "Hi !", ["last_name"]),
        ("{{order_name}} to {{address}}", "No_order_name to No_address", " to ",
         ["order_name", "address"]),
        ("{{status}} {{status}}", "No_status No_status", " ", ["status"]),
        ("{first_name} 100 %", "{first_name} 100 %", "{first_name} 100 %", []),
    ],
)  # fmt: skip
def test_variables_are_filled(text: str, preview: str, answer: str, missing: list[str]) -> None:
    found = rules.rendered(text, KNOWN)

    assert (found.preview, found.text, list(found.missing)) == (preview, answer, missing)


def test_a_value_is_never_looked_into() -> None:
    assert rules.rendered("{{first_name}}", {"first_name": "{{email}}"}).text == "{{email}}"


@pytest.mark.parametrize("name", sorted(rules.VARIABLES))
def test_every_variable_of_the_list_may_be_used(name: str) -> None:
    assert edited(text=f"{{{{{name}}}}}").version == 1


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"title": " "}, ("/title", "invalid_title")),
        ({"title": "x" * 101}, ("/title", "invalid_title")),
        ({"title": "a\x07b"}, ("/title", "invalid_title")),
        ({"text": " \n"}, ("/text", "invalid_text")),
        ({"text": LONG + "x"}, ("/text", "invalid_text")),
        ({"text": "a\x00b"}, ("/text", "invalid_text")),
        ({"text": "\ud800"}, ("/text", "invalid_text")),
        ({"category": "a,b"}, ("/category", "bad_tag")),
        ({"category": "x" * 61}, ("/category", "bad_tag")),
        ({"text": "{{name}}"}, ("/text", "unknown_placeholder")),
        ({"text": "{{first_name.__class__}}"}, ("/text", "unknown_placeholder")),
        ({"text": "{{first_name | you}}"}, ("/text", "unknown_placeholder")),
        ({"text": "{{first_name"}, ("/text", "broken_placeholder")),
    ],
)
def test_what_is_no_macro_is_refused(facts: dict[str, Any], fault: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        edited(**facts)

    assert [(f.pointer, f.code) for f in refused.value.faults] == [fault]


def test_words_are_kept_as_people_write_them() -> None:
    macro = edited(title="  Where   is it? ", text="Hi 👩‍👧!\r\n\tSoon.\n", category=" Shipping ")

    assert (macro.title, macro.text) == ("Where is it?", "Hi 👩‍👧!\n\tSoon.")
    assert macro.category == "Shipping"


def test_a_change_of_nothing_is_none() -> None:
    macro = edited()

    assert rules.edited(macro, Edit(title="Hello"), NOON) == macro


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ann Lee", "Ann", "Lee"),
        ("Ann", "Ann", None),
        ("Ann Mary van Lee", "Ann", "Mary van Lee"),
        ("Lee, Ann", "Ann", "Lee"),
        ("Ann\n\u202eLee\x00", "Ann", "Lee"),
        ("", None, None),
        ("www.prize.example", None, None),
        ("Ann https://prize.example", None, None),
        ("ann@mail.example", None, None),
    ],
)
def test_a_name_is_plain_words_or_none(name: str, first: str | None, last: str | None) -> None:
    customer = Customer(id="cus_1", name=name, created_at=NOON)

    known = rules.values(a_customer(name=""), customer)

    assert (known.get("first_name"), known.get("last_name")) == (first, last)


def test_the_profile_counts_before_the_ticket() -> None:
    customer = Customer(id="cus_1", email="new@mail.example", created_at=NOON)

    known = rules.values(a_customer(phone="+442079460000"), customer)

    assert known == {"first_name": "Ann", "email": "new@mail.example",
                     "phone_number": "+442079460000"}  # fmt: skip


def test_pinned_ones_come_first_then_by_category_and_title() -> None:
    made = [("b", "Returns", False), ("a", "returns", False), ("Z", "", False), ("c", "X", True)]
    macros = [replace(BLANK, title=t, category=c, is_pinned=p) for t, c, p in made]

    assert [macro.title for macro in rules.in_order(macros)] == ["c", "Z", "a", "b"]


def test_there_is_room_for_so_many() -> None:
    rules.refuse_more(rules.MAX_MACROS - 1)
    with pytest.raises(Conflict) as refused:
        rules.refuse_more(rules.MAX_MACROS)
    assert refused.value.code == "too_many_macros"
