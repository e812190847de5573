"""Due moments follow the settings as they are, not as a process remembers them."""

from dataclasses import replace

from msgspec import structs

from chalicelib.accounts import storage as accounts
from chalicelib.messaging import due
from chalicelib.table import keys
from chalicelib.table.read import find
from chalicelib.table.write import transact
from chalicelib.tickets import storage
from chalicelib.tickets.due import Policy
from chalicelib.tickets.rows import TicketRow
from tests.accounts.shop import Shop
from tests.builders import NOON, a_first, a_message, a_ticket, later
from tests.messaging.stores import store

__all__ = ["store"]


def test_other_processes_settings_count_at_once(store: Shop) -> None:
    desk = store.desk()
    ticket = a_ticket(id=desk.new_id("tkt"), quiet_since=NOON)
    first = a_message(sequence=1, ticket_id=ticket.id, version=1)
    storage.commit(desk, a_first(ticket, first), Policy())
    change_elsewhere(store)

    due.refresh(store.desk(), {})

    row = find(TicketRow, keys.ticket(store.account.id, ticket.id), consistent=True)
    assert row is not None
    assert row.due_at == later(hours=48)


def change_elsewhere(store: Shop) -> None:
    """Let auto-close be switched on past this process, which remembers the old settings."""
    desk = store.desk()
    accounts.forget(desk.account_id)
    known = accounts.account(desk)
    closing = structs.replace(known.settings.auto_close, enabled=True, after_hours=48)
    settings = structs.replace(known.settings, auto_close=closing)
    after = replace(known, settings=settings, version=known.version + 1)
    transact(desk, [accounts.put_account(desk, after)])
    assert not accounts.account(desk).settings.auto_close.enabled
