"""What the Customer Agent could not answer, alike questions together (acceptance 141)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customer_agent.outcomes.grouping import Group, grouped
from chalicelib.table import knowledge_keys as keys
from chalicelib.table.read import rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put, absent_or_mine, translated

KEPT = timedelta(days=90)
LOOKED_AT = 500
"""The newest ones; what is older has been waited for long enough."""
_TEXT = 500


class UnansweredRow(Row, discriminator="unanswered"):
    """One question; `expires_at` is the table's TTL attribute."""

    question = UnicodeAttribute()
    asked_at = MomentAttribute()
    expires_at = NumberAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question without an answer, and where it was asked."""

    place: str
    text: str
    at: datetime


def put(desk: Desk, ticket_id: str, sequence: int, question: str) -> Put:
    """Return the write of a question; it goes with the change that leaves it without an answer."""
    now = desk.now()
    row = UnansweredRow(
        *keys.unanswered_question(desk.account_id, ticket_id, sequence),
        question=" ".join(question.split())[:_TEXT],
        asked_at=now,
        expires_at=int((now + KEPT).timestamp()),
    )
    return Put(row=row, condition=absent_or_mine(desk.operation_id))


def groups(desk: Desk) -> list[Group]:
    """Return the questions by what they ask, those asked most often first."""
    return grouped((each.place, each.text, each.at) for each in _questions(desk))


def forget(desk: Desk, group_id: str) -> None:
    """Take a group off the list: an article answers it now, or nobody has to."""
    found = next((group for group in groups(desk) if group.id == group_id), None)
    if found is None:
        raise NotFound("There is no such question any more.")
    _delete(desk, found.places)


def _questions(desk: Desk) -> list[Question]:
    now = int(desk.now().timestamp())
    found = rows(keys.unanswered(desk.account_id), limit=LOOKED_AT, is_newest_first=True)
    return [
        Question(place=row.sk, text=row.question, at=row.asked_at)
        for row in found
        if isinstance(row, UnansweredRow) and row.expires_at > now
    ]


def _delete(desk: Desk, places: Iterable[str]) -> None:
    pk = keys.unanswered(desk.account_id)
    with translated(), Row.batch_write() as batch:
        for place in places:
            batch.delete(UnansweredRow(pk=pk, sk=place))
