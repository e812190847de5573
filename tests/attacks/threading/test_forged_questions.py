"""A mail that fails its checks is never answered by the Customer Agent: the team has it at once."""

import json
from typing import Any

import pytest

from chalicelib.tickets.model import AuthorType
from tests.faults.customer_agent import ANSWER, QUESTION, knowing
from tests.faults.invariants import scan
from tests.faults.shop import CUSTOMER, Shop

ORDER = "Where is my order #1001?"
FAILING = [
    {"dmarc": "FAIL"},
    {"dmarc": "FAIL", "spf": "PASS", "dkim": "PASS"},
    {"dmarc": "GRAY", "spf": "FAIL", "dkim": "FAIL"},
    {"dmarc": "PASS", "virus": "FAIL"},
]
FINE = [{}, {"spf": "FAIL"}, {"dmarc": "GRAY", "spf": "FAIL"}, {"spf": "FAIL", "dkim": "FAIL"}]


def arrives(shop: Shop, text: str, verdicts: dict[str, str], **headers: Any) -> None:
    """Let a mail come in under the customer's name, with these verdicts of SES."""
    arrived: dict[str, Any] = json.loads(shop.mail(text, sender=CUSTOMER, **headers))
    for name, status in verdicts.items():
        arrived["receipt"][f"{name}Verdict"] = {"status": status}
    shop.said.append(text)
    shop.cloud.queues["mail"].append(json.dumps(arrived))
    shop.cloud.calm()


@pytest.fixture
def helped(shop: Shop) -> Shop:
    """Return a shop whose Customer Agent has answered one honest mail."""
    knowing(shop, "email")
    shop.cloud.calm()
    return shop


def said(shop: Shop) -> list[str]:
    own = AuthorType.customer_agent
    return [each.text for each in scan(shop).messages if each.author.type is own]


def listed(shop: Shop) -> list[str]:
    return [ticket["id"] for ticket in shop.done("GET", "/v1/tickets?view=unassigned")["data"]]


@pytest.mark.parametrize("verdicts", FAILING)
@pytest.mark.parametrize("text", [QUESTION, ORDER])
def test_a_forged_question_is_the_teams_and_nobody_is_told_anything(
    helped: Shop, verdicts: dict[str, str], text: str
) -> None:
    letters = len(helped.cloud.letters)
    arrives(helped, text, verdicts)

    assert listed(helped) == [helped.newest()]
    assert said(helped) == [ANSWER]
    assert len(helped.cloud.letters) == letters


@pytest.mark.parametrize("verdicts", FAILING)
def test_a_forged_word_in_a_conversation_ends_it_with_the_team(
    helped: Shop, verdicts: dict[str, str]
) -> None:
    ticket, letters = helped.ticket_id, len(helped.cloud.letters)
    sent = helped.cloud.letters[-1].mail["Reply-To"]
    arrives(helped, ORDER, verdicts, to=(str(sent).strip(),))

    assert listed(helped) == [ticket]
    assert said(helped) == [ANSWER]
    assert len(helped.cloud.letters) == letters
    [head] = scan(helped).tickets.values()
    assert head.session is not None
    assert (head.session.reason, head.read_by) == ("unverified", frozenset())


@pytest.mark.parametrize("verdicts", FINE)
def test_what_was_only_forwarded_is_answered(helped: Shop, verdicts: dict[str, str]) -> None:
    arrives(helped, QUESTION, verdicts)

    assert said(helped) == [ANSWER, ANSWER]
    assert listed(helped) == []
