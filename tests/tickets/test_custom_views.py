"""Views of an account's own: shared, live, few, and named once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from botocore.awsrequest import AWSResponse

from chalicelib.accounts import storage as accounts
from chalicelib.accounts.model import Account, Plan
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Invalid, NotFound
from chalicelib.table.recent import Recent
from chalicelib.tickets import custom_views, storage, views
from chalicelib.tickets.due import Policy
from chalicelib.tickets.filters import Given
from chalicelib.tickets.model import Status, Tag
from chalicelib.tickets.rules import marking
from dev.aws.faults import Faults
from dev.aws.gate import Call, Send, gate
from tests.accounts.shop import event_names
from tests.builders import ALICE, BOB, NOON, a_caller, a_ticket, a_ticket_id, an_agent
from tests.kit.waits import skipped_waits
from tests.tickets.conftest import GONE, stored

VIP = (Tag(name="vip"),)
Make = Callable[..., str]


@pytest.fixture
def own(desk: Desk, account: Account) -> Desk:
    """Return Alice's desk."""
    return replace(desk, caller=a_caller())


@pytest.fixture
def make(own: Desk) -> Make:
    """Return how to make a view, each as an operation of its own; it gives the id."""

    def made(name: str = "VIP", order: int = 0, **wanted: object) -> str:
        desk = own.for_operation(f"make {name}")
        filters: dict[str, object] = wanted or {"tags": ["vip"]}
        return custom_views.create(desk, name=name, wanted=filters, order=order).id  # type: ignore[arg-type]

    return made


def shown(desk: Desk, view_id: str, **query: str) -> list[str]:
    given: Given = {"view": (view_id,), **{name: (text,) for name, text in query.items()}}
    page = views.read(desk, views.filter_for(desk, given), limit=50, cursor=None)
    return [ticket.subject for ticket in page.items]


@pytest.mark.acceptance(45, 46, 47)
def test_a_view_shows_what_matches_all_of_its_filters(own: Desk, make: Make) -> None:
    stored(own, a_ticket(id=a_ticket_id(1), subject="mine", tags=VIP, assignee_id=ALICE))
    stored(own, a_ticket(id=a_ticket_id(2), subject="bobs", tags=VIP, assignee_id=BOB))
    stored(own, a_ticket(id=a_ticket_id(3), subject="plain", assignee_id=ALICE))
    stored(own, a_ticket(id=a_ticket_id(4), subject="done", tags=VIP, status=Status.closed))
    mine = make("Mine", tags=["vip"], assignee="me")

    assert sorted(shown(own, make())) == ["bobs", "mine"]
    assert shown(own, mine) == ["mine"]
    assert shown(replace(own, caller=a_caller(id=BOB)), mine) == ["bobs"]
    assert shown(own, make("Ever", tags="vip", status=["open", "closed"]), assignee="none") == [
        "done"
    ]


@pytest.mark.acceptance(46, 47)
def test_a_query_narrows_a_view_and_never_widens_it(own: Desk, make: Make) -> None:
    stored(own, a_ticket(id=a_ticket_id(1), subject="open", tags=VIP))
    stored(own, a_ticket(id=a_ticket_id(2), subject="closed", tags=VIP, status=Status.closed))
    any_status, closed = make(), make("Closed", status="closed")

    assert shown(own, any_status) == ["open"]
    assert shown(own, any_status, status="closed") == ["closed"]
    assert shown(own, closed) == ["closed"]
    assert shown(own, closed, status="open") == []
    assert shown(own, closed, status="any", tag="late") == []


@pytest.mark.acceptance(45)
def test_a_view_is_live(own: Desk, make: Make) -> None:
    view_id = make()
    ticket = stored(own, a_ticket(subject="it"))
    assert shown(own, view_id) == []

    change = marking.retag(ticket, an_agent(), NOON, add=("vip",), remove=())
    storage.commit(own, change, Policy())

    assert (shown(own, view_id), shown(own, "all")) == (["it"], ["it"])


@pytest.mark.parametrize("wanted", [{"assignee": GONE}, {"tags": ["never used"]}], ids=str)
def test_a_view_of_what_is_gone_is_empty(own: Desk, make: Make, wanted: dict[str, object]) -> None:
    stored(own, a_ticket())

    assert shown(own, make("Gone", **wanted)) == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b"], ids=repr)
def test_a_name_is_one_short_line(make: Make, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        make(name)

    assert refused.value.faults[0].pointer == "/name"


@pytest.mark.parametrize("name", ["vip", " VIP ", "\uff36IP", "my INBOX"])
def test_a_name_is_there_once(own: Desk, make: Make, name: str) -> None:
    make()
    other = make("Other")

    with pytest.raises(Conflict) as refused:
        make(name)
    with pytest.raises(Conflict):
        custom_views.edit(own, other, name=name)
    assert refused.value.code == "view_exists"


def test_a_view_may_keep_its_name_in_other_letters(own: Desk, make: Make) -> None:
    view_id = make()

    assert custom_views.edit(own, view_id, name="Vip").name == "Vip"


def test_a_change_takes_the_place_of_what_it_names_alone(own: Desk, make: Make) -> None:
    view_id = make(tags=["vip"], assignee="me")

    renamed = custom_views.edit(own.for_operation("1"), view_id, name="Late", order=3)
    refiltered = custom_views.edit(own.for_operation("2"), view_id, wanted={"channel": "email"})
    same = custom_views.edit(own.for_operation("3"), view_id, name="Late")

    assert (renamed.name, renamed.order, renamed.filters["tags"]) == ("Late", 3, ["vip"])
    assert (refiltered.filters["tags"], refiltered.filters["channel"]) == ([], ["email"])
    assert refiltered.filters["assignee"] is None
    assert (renamed.version, refiltered.version, same.version) == (2, 3, 3)
    assert event_names(own)[-3:] == ("view_created", "view_changed", "view_changed")


def test_views_stand_in_their_order(own: Desk, make: Make) -> None:
    last, first, second = make("A", order=2), make("B"), make("C")

    assert [view.id for view in custom_views.views(own)] == [first, second, last]


def test_a_deleted_view_is_gone_and_its_name_free(own: Desk, make: Make) -> None:
    view_id = make()
    assert shown(own, view_id) == []

    custom_views.delete(own, view_id)

    for gone in (lambda: shown(own, view_id), lambda: custom_views.delete(own, view_id)):
        with pytest.raises(NotFound):
            gone()
    assert make() != view_id


def test_there_are_so_many_views_and_no_more(
    own: Desk, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custom_views, "MAX_VIEWS", 2)
    make("1")
    make("2")

    with pytest.raises(Conflict) as refused:
        make("3")

    assert refused.value.code == "too_many_views"


def test_the_built_in_views_stay_as_they_are(own: Desk) -> None:
    for act in (
        lambda: custom_views.edit(own, "spam", name="Ham"),
        lambda: custom_views.delete(own, "all"),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "built_in_view"


def test_a_plan_without_views_keeps_those_there_are(
    own: Desk, make: Make, account: Account
) -> None:
    stored(own, a_ticket(subject="it", tags=VIP))
    view_id = make()
    lesser = accounts.put_account(own, replace(account, plan=Plan.inbox, version=2))
    accounts.commit(own.for_operation("downgrade"), [lesser])

    assert shown(own, view_id) == ["it"]
    custom_views.delete(own, view_id)


def test_another_accounts_view_is_not_there(own: Desk, make: Make) -> None:
    view_id = make()
    other = own.for_account("acc_other", own.caller)

    with pytest.raises(NotFound):
        shown(other, view_id)


def test_a_view_that_another_process_made_just_now_is_found(
    own: Desk, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = make()
    shown(own, known)
    with monkeypatch.context() as patch:
        patch.setattr(custom_views, "_shelves", Recent[object](accounts.REMEMBERED))
        fresh = make("Fresh")

    assert shown(own, fresh) == []


def test_views_are_remembered_for_seconds(own: Desk, make: Make) -> None:
    view_id = make()
    shown(own, view_id)

    with gate.recorded() as calls:
        shown(own, view_id)

    assert [call.name for call in calls] == ["dynamodb.Query"]
    assert calls[0].parameters()["IndexName"] == "by_status"


@pytest.mark.parametrize("kind", ["throttle", "error", "lost_reply"])
def test_a_view_is_made_once_whatever_happens(
    own: Desk, make: Make, faults: Faults, kind: str
) -> None:
    faults.inject("dynamodb.TransactWriteItems", kind, times=1)

    view_id = make()

    assert [view.id for view in custom_views.views(own)] == [view_id]


@contextmanager
def overtaken(act: Callable[[], object]) -> Iterator[None]:
    """Let somebody be quicker than the first transaction."""
    left = [act]

    def layer(call: Call, send: Send) -> AWSResponse:
        if call.name == "dynamodb.TransactWriteItems" and left:
            left.pop()()
        return send()

    with gate.around(layer), skipped_waits():
        yield


def test_who_was_slower_decides_again(own: Desk, make: Make) -> None:
    with overtaken(lambda: make("First")):
        make("Second")
    with overtaken(lambda: make("Third")), pytest.raises(Conflict):
        make("third")

    assert {view.name for view in custom_views.views(own)} == {"First", "Second", "Third"}
