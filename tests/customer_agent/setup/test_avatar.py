"""The avatar's address: judged when it is chosen, and told what is wrong with it."""

import pytest

from chalicelib.customer_agent.setup import rules
from chalicelib.customer_agent.setup.model import Setup


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://shop.example/a.png", "https"),
        ("https://me@shop.example/a.png", "user's name"),
        ("https://*.example/a.png", "public host"),
        ("https://intranet/a.png", "public host"),
        ("https://shop.example", "picture"),
        ("https://shop.example/faces/", "picture"),
        ("https://shop.example/?a.png", "picture"),
    ],
)
def test_what_is_wrong_is_told(address: str, said: str) -> None:
    (fault,) = rules.faults(Setup(), Setup(avatar_url=address))

    assert (fault.pointer, fault.code) == ("/avatar_url", "bad_link")
    assert said in fault.detail


def test_one_that_was_chosen_before_stands_in_nobodys_way() -> None:
    before = Setup(avatar_url="https://intranet/a.png")

    assert rules.faults(before, Setup(avatar_url=before.avatar_url, name="Robin")) == []
    assert rules.faults(before, Setup()) == []
