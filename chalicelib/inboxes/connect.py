"""Connecting, changing and disconnecting inboxes: load, decide, commit."""

from dataclasses import replace
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.inboxes import rules, secrets, storage
from chalicelib.inboxes.model import Credentials, Edit, Inbox, Wanted
from chalicelib.table import operations

_BUSY = "The inbox was changed by others at the same time; try again."


def connect(desk: Desk, wanted: Wanted) -> Inbox:
    """Take a number or page in, once its provider has said that it is theirs who connect it."""
    asked = rules.checked(wanted)

    def act() -> dict[str, Any]:
        rules.refuse_more(len(storage.inboxes_now(desk)))
        inbox = _new(desk, asked)
        _prove(desk, inbox, asked.credentials)
        done = {"inbox_id": inbox.id}
        said = accounts.put_event(desk, "inbox_connected", inbox.id, inbox.address)
        storage.add(desk, inbox, [said, *operations.mark(desk, done)])
        return done

    return storage.find_now(desk, operations.once(desk, act)["inbox_id"])


def edit(desk: Desk, inbox_id: str, wanted: Edit) -> Inbox:
    """Change a name, what names it at the provider, or the credentials, which mends a fault."""

    def act() -> dict[str, Any]:
        before = storage.find_now(desk, inbox_id)
        after = _edited(desk, before, wanted)
        done = {"inbox_id": inbox_id}
        if after != before:
            said = accounts.put_event(desk, "inbox_changed", inbox_id, after.address)
            storage.save(desk, after, [said, *operations.mark(desk, done)])
        return done

    return storage.find_now(desk, operations.decided(desk, act, lost=_BUSY)["inbox_id"])


def disconnect(desk: Desk, inbox_id: str) -> None:
    """Forget the credentials and give the address up; tickets keep their messages."""

    def act() -> dict[str, Any]:
        gone = storage.find_now(desk, inbox_id)
        said = accounts.put_event(desk, "inbox_disconnected", gone.id, gone.address)
        storage.remove(desk, gone, [said, *operations.mark(desk, {})])
        return {}

    operations.decided(desk, act, lost=_BUSY)


def _prove(desk: Desk, inbox: Inbox, credentials: Credentials) -> None:
    # What asks providers is loaded when somebody connects one, not with every request.
    from chalicelib.inboxes.proof import prove

    prove(desk, inbox, credentials)


def _new(desk: Desk, asked: Wanted) -> Inbox:
    inbox_id = desk.new_id("inb")
    inbox = Inbox(
        id=inbox_id,
        channel=asked.channel,
        provider=asked.provider,
        address=asked.address,
        name=asked.name,
        external_id=rules.external_id(asked),
        settings=asked.settings,
        sealed=secrets.sealed(desk, inbox_id, asked.credentials),
        created_at=desk.now(),
    )
    return replace(inbox, renew_at=rules.renew_at(inbox, desk.now()))


def _edited(desk: Desk, before: Inbox, wanted: Edit) -> Inbox:
    after = rules.edited(before, wanted)
    if wanted.credentials is None and after.settings == before.settings:
        return after
    credentials = {**secrets.opened(desk, before), **(wanted.credentials or {})}
    _prove(desk, after, credentials)
    return replace(
        after,
        sealed=secrets.sealed(desk, before.id, credentials),
        fault="",
        faulty_since=None,
        renew_at=rules.renew_at(after, desk.now()),
        expires_at=None,
        version=before.version + 1,
    )
