"""One thing, or up to a hundred, told by another system: each by itself, each id once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar, cast

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, Fault, Invalid, NotFound
from chalicelib.customers.model import Who
from chalicelib.table import operations
from chalicelib.table.write import transact
from chalicelib.web import bodies
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body

MAX_AT_ONCE = 100
AHEAD_SECONDS = 300
"""How far other systems' clocks may be ahead of ours."""

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Moment = Annotated[datetime, Meta(tz=True)]
T = TypeVar("T", bound=Body)
Act = Callable[[Desk, T], tuple[str, bool]]
"""Record one; return whose it is, and whether it is new."""


class CustomerBody(Body, frozen=True):
    """Whom it is about: our id, or the addresses that the other system knows."""

    id: Annotated[str, Meta(max_length=60)] = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    email: Annotated[str, Meta(max_length=254)] = ""

    def who(self) -> Who:
        """Return the same as a value."""
        return Who(id=self.id, phone=self.phone, email=self.email)


def answer(desk: Desk, body: Mapping[str, Any], name: str, shape: type[T], act: Act[T]) -> Answer:
    """Record the body, or each of those that it has under `name`, and tell what became of each."""
    if name not in body:
        done = operations.once(desk, lambda: _kept(desk, _one(desk, dict(body), shape, act)))
        return Answer(done, 201 if done["outcome"] == "recorded" else 200)
    items = _items(body, name)
    done = operations.once(desk, lambda: _kept(desk, _each(desk, items, shape, act)))
    return Answer(done)


def refuse_future(desk: Desk, moment: datetime, pointer: str) -> None:
    """Raise Invalid for what is said to have happened later than now."""
    if (moment - desk.now()).total_seconds() > AHEAD_SECONDS:
        fault = Fault(pointer, "in_future", "This moment has not come yet.")
        raise Invalid("What is still to come cannot be recorded.", faults=[fault])


def _items(body: Mapping[str, Any], name: str) -> list[Any]:
    items = body[name]
    if not isinstance(items, list) or set(body) != {name}:
        fault = Fault(f"/{name}", "invalid", "Give a list, and nothing beside it.")
        raise Invalid("The body is not as it should be.", faults=[fault])
    several = cast("list[Any]", items)
    if not 1 <= len(several) <= MAX_AT_ONCE:
        fault = Fault(f"/{name}", "invalid", f"1 to {MAX_AT_ONCE} at once.")
        raise Invalid("The body is not as it should be.", faults=[fault])
    return several


def _each(desk: Desk, items: list[Any], shape: type[T], act: Act[T]) -> dict[str, Any]:
    outcomes: list[dict[str, Any]] = []
    for number, item in enumerate(items):
        # An operation of its own: one id twice in a batch is known the second time.
        own = desk.for_operation(f"{desk.operation_id}.{number}")
        try:
            outcomes.append(_one(own, item, shape, act))
        except (Invalid, NotFound) as error:
            outcomes.append(_refused(item, error))
    return {"data": outcomes}


def _one(desk: Desk, item: Any, shape: type[T], act: Act[T]) -> dict[str, Any]:
    wanted = bodies.convert(item, shape)
    customer_id, is_new = act(desk, wanted)
    outcome = "recorded" if is_new else "known"
    return {"id": item["id"], "outcome": outcome, "customer_id": customer_id}


def _refused(item: Any, error: DeskhandError) -> dict[str, Any]:
    given = cast("dict[str, Any]", item).get("id") if isinstance(item, dict) else None
    faults = [
        {"pointer": fault.pointer, "code": fault.code, "detail": fault.detail}
        for fault in error.faults
    ]
    return {
        "id": given if isinstance(given, str) else None,
        "outcome": "refused",
        "code": error.code,
        "detail": error.detail,
        "errors": faults,
    }


def _kept(desk: Desk, result: dict[str, Any]) -> dict[str, Any]:
    if marks := operations.mark(desk, result):
        transact(desk, marks)
    return result
