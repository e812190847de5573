"""What customers are told when humans have their conversation, in each language of the chat."""

import pytest

from chalicelib.customer_agent.talk.words import FOLLOWS_UP, FOLLOWS_UP_BY_MAIL, SENT_TO_TEAM


@pytest.mark.parametrize("texts", [FOLLOWS_UP, FOLLOWS_UP_BY_MAIL])
def test_each_is_said_in_every_language(texts: dict[str, str]) -> None:
    assert texts.keys() == SENT_TO_TEAM.keys()
    assert len(set(texts.values())) == len(texts)


@pytest.mark.parametrize("text", FOLLOWS_UP_BY_MAIL.values())
def test_the_address_is_named_once(text: str) -> None:
    assert text.count("{email}") == 1
    assert text.count("{") == 1
