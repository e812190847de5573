"""The list of conversations, whole and filtered, in parts."""

from dataclasses import replace

import pytest

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.outcomes import listed, storage
from chalicelib.customer_agent.outcomes.model import Talk
from chalicelib.tickets.session import Outcome
from dev.aws.gate import Call, gate
from tests.accounts.shop import Shop

ROUTED, OPEN = Outcome.routed, Outcome.open


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """Return a shop's desk with conversations: two of three open, each fourth by text."""
    found = shop.desk()
    for number in range(12):
        kept(
            found,
            Talk(
                ticket_id=f"tkt_{number:02d}",
                version=1,
                channel=Kind.sms if number % 4 == 0 else Kind.webchat,
                outcome=ROUTED if number % 3 == 0 else OPEN,
            ),
        )
    return found


def kept(desk: Desk, talk: Talk, before: Talk | None = None) -> None:
    storage.save(desk, before or Talk(ticket_id=talk.ticket_id), talk, {})


def whole(desk: Desk, limit: int, outcome: Outcome | None, channel: Kind | None) -> list[int]:
    found, before, has_more = list[int](), "", True
    while has_more:
        page, has_more = listed.page(
            desk, limit=limit, before=before, outcome=outcome, channel=channel
        )
        assert len(page) == limit or not has_more
        found += [int(talk.ticket_id[4:]) for talk in page]
        before = page[-1].ticket_id if page else ""
    return found


@pytest.mark.parametrize("limit", [1, 3, 4, 50])
@pytest.mark.parametrize(
    ("outcome", "channel", "shown"),
    [
        (None, None, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (ROUTED, None, [9, 6, 3, 0]),
        (None, Kind.sms, [8, 4, 0]),
        (ROUTED, Kind.sms, [0]),
        (OPEN, Kind.webchat, [11, 10, 7, 5, 2, 1]),
        (Outcome.closed, None, []),
    ],
)
def test_every_one_that_fits_is_shown_once_the_newest_first(
    desk: Desk, limit: int, outcome: Outcome | None, channel: Kind | None, shown: list[int]
) -> None:
    assert whole(desk, limit, outcome, channel) == shown


def test_what_ends_is_listed_where_it_ended_and_spam_nowhere(desk: Desk) -> None:
    eleven, ten = storage.load(desk, "tkt_11"), storage.load(desk, "tkt_10")
    kept(desk, replace(eleven, version=2, outcome=Outcome.resolved), eleven)
    spam = replace(ten, version=2, is_spam=True)
    kept(desk, spam, ten)

    assert whole(desk, 50, Outcome.resolved, None) == [11]
    assert whole(desk, 50, OPEN, Kind.webchat) == [7, 5, 2, 1]
    assert 10 not in whole(desk, 2, None, None)
    kept(desk, replace(spam, version=3, is_spam=False), spam)
    assert whole(desk, 2, OPEN, Kind.webchat) == [10, 7, 5, 2, 1]


def test_a_rare_filter_reads_no_more_than_it_shows(desk: Desk) -> None:
    asked: list[Call] = []

    def note(call: Call, send: object) -> object:
        asked.append(call)
        return send()  # type: ignore[operator]

    with gate.around(note):  # type: ignore[arg-type]
        listed.page(desk, limit=1, outcome=ROUTED, channel=Kind.sms)

    assert [call.name for call in asked] == ["dynamodb.Query", "dynamodb.BatchGetItem"]
    assert asked[0].parameters()["Limit"] == 2
