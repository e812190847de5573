"""What came by mail while a forwarding test was out: it tells why the test did not come back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.accounts import forwarding, storage
from chalicelib.accounts.model import Heard, SupportAddress
from chalicelib.core.desk import Desk
from chalicelib.table import setup_keys
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import translated

_LISTENS = timedelta(days=1)
_ONCE_IN = timedelta(seconds=30)
_MAX_ADDRESS = 254


class HeardRow(Row, discriminator="heard"):
    """The newest of each: a provider's question, a test that is void, any other mail."""

    question_at = MomentAttribute(null=True)
    void_at = MomentAttribute(null=True)
    other_at = MomentAttribute(null=True)
    other_from = UnicodeAttribute(null=True)
    other_to = UnicodeAttribute(null=True)


_noted: Recent[bool] = Recent(_ONCE_IN)


def note(desk: Desk, text: str, *, sender: str, recipients: Iterable[str]) -> None:
    """Remember a mail that is no proof, if a test is out: `text` is all that it says.

    It costs a write, and of many other mails in half a minute only the first does.
    """
    now = desk.now()
    if not any(_is_out(support, now) for support in storage.account(desk).support_addresses):
        return
    if forwarding.MARK.search(text):
        _set(desk, [HeardRow.void_at.set(now)])
    elif forwarding.may_be_confirmation(desk, text):
        _set(desk, [HeardRow.question_at.set(now)])
    else:
        to = next((r for r in recipients if not r.endswith(f"@{desk.place.mail_domain}")), "")
        _noted.get(desk.account_id, "", now, lambda: _other(desk, now, sender, to))


def heard(row: Row | None) -> Heard:
    """Return what a row says, or that nothing came."""
    if not isinstance(row, HeardRow):
        return Heard()
    return Heard(
        question_at=row.question_at,
        void_at=row.void_at,
        other_at=row.other_at,
        other_from=row.other_from or "",
        other_to=row.other_to or "",
    )


def _is_out(support: SupportAddress, now: datetime) -> bool:
    is_proved = support.verified_at is not None
    return not is_proved and support.tested_at is not None and now - support.tested_at < _LISTENS


def _other(desk: Desk, now: datetime, sender: str, to: str) -> bool:
    facts = (HeardRow.other_from, sender), (HeardRow.other_to, to)
    known = [name.set(text[:_MAX_ADDRESS]) if text else name.remove() for name, text in facts]
    _set(desk, [HeardRow.other_at.set(now), *known])
    return True


def _set(desk: Desk, actions: list[Action]) -> None:
    row = HeardRow(*setup_keys.heard(desk.account_id))
    with translated():
        row.update(actions=[Row.type.set(HeardRow), *actions])
