"""Address lists, honest and crafted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email.mime import mailboxes

ANN = "ann@customer.example"
BOB = "bob@customer.example"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (ANN, [(ANN, "")]),
        (f"Ann Lee <{ANN}>", [(ANN, "Ann Lee")]),
        (f'"Lee, Ann" <{ANN}>, {BOB}', [(ANN, "Lee, Ann"), (BOB, "")]),
        (f"{ANN} (Ann (the first) Lee)", [(ANN, "Ann the first Lee")]),
        (f"=?utf-8?q?Ann_L=C3=A9e?= <{ANN}>", [(ANN, "Ann Lée")]),
        (f"Friends: {ANN}, Bob <{BOB}>;", [(ANN, ""), (BOB, "Bob")]),
        ("undisclosed-recipients:;", []),
        (f"<mailto:{ANN}>", [(ANN, "")]),
        ("< ann@ customer.example >", [(ANN, "")]),
        (f"Ann {ANN}", [(ANN, "Ann")]),
        (f"Ann <{ANN}", [(ANN, "Ann")]),
        (f"<{ANN}> <bob@customer.example>", [(ANN, "")]),
        (f'"Ann \\"the\\" Lee" <{ANN}>', [(ANN, 'Ann "the" Lee')]),
        ("Ann <not an address>", []),
        ("", []),
    ],
)  # fmt: skip
def test_names_and_addresses_are_told_apart(value: str, found: list[tuple[str, str]]) -> None:
    assert [(one.address, one.name) for one in mailboxes.listed(value)] == found


@pytest.mark.parametrize(
    ("value", "is_plain"),
    [
        (ANN, True),
        (f"Ann <{ANN}>", True),
        (f'"{ANN}" <{ANN}>', True),
        (f"{ANN}, bob@customer.example", False),
        (f"bob@bank.example <{ANN}>", False),
        (f"<bob@bank.example> <{ANN}>", False),
        (f"{ANN} (bob@bank.example)", False),
        (f"Group: {ANN};", False),
        (f"Ann <{ANN}>\0", False),
        (f'"x\\" <bob@bank.example> "y" <{ANN}>', False),
        ("Ann", False),
        ("", False),
    ],
)
def test_a_plain_sender_can_be_read_in_one_way_only(value: str, *, is_plain: bool) -> None:
    assert mailboxes.is_plain(value) is is_plain


@given(st.text(alphabet='ab@.,;:<>()"\\ \n=?é', max_size=60))
def test_any_list_is_read_without_trouble(value: str) -> None:
    assert all("@" in one.address for one in mailboxes.listed(value))
    assert mailboxes.is_plain(value) in (True, False)


def test_a_list_is_bounded() -> None:
    many = ", ".join(f"a{number}@customer.example" for number in range(1_000))

    assert len(mailboxes.listed(many)) == mailboxes.MAX_MAILBOXES
