"""The base of every row, the indexes, and the one connection that all rows share."""

from datetime import datetime
from functools import cache
from typing import Any, Self

from pynamodb.attributes import (
    Attribute,
    DiscriminatorAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.constants import PAY_PER_REQUEST_BILLING_MODE, STRING
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, RemoveAction, SetAction
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from chalicelib.core.moments import from_rfc3339, rfc3339

LIST_ATTRIBUTES = (
    "_t", "number", "channel", "inbox", "status", "subject", "preview", "customer", "team_id",
    "tags", "read_by", "version", "sequence", "created_at", "snoozed_until", "closed_at", "is_left",
    "attribution",
)  # fmt: skip


_KEYS = {"pk", "sk"}
_extended: set[type["Row"]] = set()
"""Kinds of which this process has read a row with more in it than it knows: of newer code."""


class MomentAttribute(Attribute[datetime]):
    """A moment as RFC 3339 text, so that key order is time order."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        """Return UTC with milliseconds."""
        return rfc3339(value)

    def deserialize(self, value: str) -> datetime:
        """Return an aware moment."""
        return from_rfc3339(value)


class KindAttribute(DiscriminatorAttribute):
    """Which class a row is of; one that this process does not know is a bare `Row`.

    Newer code may have kinds that this code has never heard of, and a function loads no more than
    it works with: what the stream or a key leads to must be readable, to be left alone.
    """

    def deserialize(self, value: str) -> type:
        """Return the class of a kind."""
        return self._discriminator_map.get(value, Row)


class ByStatus(GlobalSecondaryIndex["Row"]):
    """Tickets of one status (or spam), by last activity."""

    class Meta:
        """PynamoDB's own settings."""

        index_name = "by_status"
        projection = IncludeProjection([*LIST_ATTRIBUTES, "assignee_key"])

    status_key = UnicodeAttribute(hash_key=True)
    updated_at = MomentAttribute(range_key=True)


class ByAssignee(GlobalSecondaryIndex["Row"]):
    """Tickets of one status and one assignee (or none), by last activity."""

    class Meta:
        """PynamoDB's own settings."""

        index_name = "by_assignee"
        projection = IncludeProjection([*LIST_ATTRIBUTES, "status_key"])

    assignee_key = UnicodeAttribute(hash_key=True)
    updated_at = MomentAttribute(range_key=True)


class ByDue(GlobalSecondaryIndex["Row"]):
    """Rows with something to do later; sparse: no `due_at`, no entry."""

    class Meta:
        """PynamoDB's own settings."""

        index_name = "by_due"
        # The kind, since PynamoDB asks for it in every query.
        projection = IncludeProjection(["_t"])

    due_shard = UnicodeAttribute(hash_key=True)
    due_at = MomentAttribute(range_key=True)


class ByCustomer(GlobalSecondaryIndex["Row"]):
    """What belongs to one customer, newest first: tickets, and events of one metric.

    Where something is, and no more: changes of tickets are many, and this is read seldom. So a
    ticket's moment is the hour of its last activity, and the rest of that hour costs nothing.
    """

    class Meta:
        """PynamoDB's own settings."""

        index_name = "by_customer"
        projection = IncludeProjection(["_t"])

    customer_key = UnicodeAttribute(hash_key=True)
    customer_at = MomentAttribute(range_key=True)


class Row(Model):
    """Anything in the table. Query through this class: a subclass would filter after the limit."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Where the table is; `bind` fills it before the first request."""

        table_name = "unbound"
        region: str | None = None
        host: str | None = None
        billing_mode = PAY_PER_REQUEST_BILLING_MODE
        max_retry_attempts = 4
        connect_timeout_seconds = 2
        read_timeout_seconds = 5

    type = KindAttribute(attr_name="_t")
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    status_key = UnicodeAttribute(null=True)
    assignee_key = UnicodeAttribute(null=True)
    customer_key = UnicodeAttribute(null=True)
    customer_at = MomentAttribute(null=True)
    updated_at = MomentAttribute(null=True)
    due_shard = UnicodeAttribute(null=True)
    due_at = MomentAttribute(null=True)
    operation = UnicodeAttribute(null=True)
    """The operation that wrote this row last: a lost reply is told from a lost race by it."""

    by_status = ByStatus()
    by_assignee = ByAssignee()
    by_customer = ByCustomer()
    by_due = ByDue()

    @classmethod
    def is_extended(cls) -> bool:
        """Tell whether newer code keeps more in rows of this kind, which a put would take away.

        Who writes a row whole has read it, and so knows.
        """
        return cls in _extended

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        """Return the row that was stored; remember its kind where it holds more than is known."""
        row = super().from_raw_data(data)
        _look_for_more(type(row), data)
        return row

    def deserialize(self, attribute_values: dict[str, dict[str, Any]]) -> None:
        """Take over what an update has made of the row, as `from_raw_data` does."""
        super().deserialize(attribute_values)
        _look_for_more(type(self), attribute_values)

    def whole(self) -> list[Action]:
        """Return the update that writes every attribute of the row, and takes away what is None.

        It costs four times the CPU of a put, and leaves what newer code keeps in the row.
        """
        stored: dict[str, Any] = self.serialize()
        actions: list[Action] = []
        own: Any = type(self)
        for attribute in own.get_attributes().values():
            name: str = attribute.attr_name
            if name in stored and name not in _KEYS:
                actions.append(SetAction(Path([name]), Value(stored[name])))
            elif name not in stored:
                actions.append(RemoveAction(Path([name])))
        return actions

    def save(
        self, condition: Condition | None = None, *, add_version_condition: bool = True
    ) -> dict[str, Any]:
        """Write the row whole, unless the condition fails."""
        if not self.is_extended():
            return super().save(condition, add_version_condition=add_version_condition)
        table: Any = type(self)._get_connection()
        return table.update_item(self.pk, self.sk, actions=self.whole(), condition=condition)


def _look_for_more(kind: type[Row], stored: dict[str, Any]) -> None:
    if not _names(kind).issuperset(stored):
        _extended.add(kind)


@cache
def _names(kind: type[Row]) -> frozenset[str]:
    own: Any = kind
    return frozenset(attribute.attr_name for attribute in own.get_attributes().values())


class VersionedRow(Row):
    """A row that is written whole, each time as the next version of the one that was read."""

    version = NumberAttribute()
    """1 for the first, and one more with each write."""


def forget_extended() -> None:
    """Take every kind for as this code knows it, as a new process does."""
    _extended.clear()


def bind(table_name: str, *, region: str, host: str | None = None, session: Any = None) -> None:
    """Point every row at one table and make the one connection that subclasses inherit.

    A connection and client per class would cost 0.1 s of CPU each at cold start. `session` is
    botocore's, for this thread's first request; without one PynamoDB makes its own.
    """
    known = (Row.Meta.table_name, Row.Meta.region, Row.Meta.host)
    if known == (table_name, region, host) and Row._connection:  # pyright: ignore[reportPrivateUsage]
        return
    Row.Meta.table_name = table_name
    Row.Meta.region = region
    Row.Meta.host = host
    Row._connection = None  # pyright: ignore[reportPrivateUsage]
    made: Any = Row._get_connection().connection  # pyright: ignore[reportPrivateUsage]
    if session is not None:
        made._local.session = session


def connection() -> Any:
    """Return the shared PynamoDB connection, for transactions."""
    return Row._get_connection().connection  # pyright: ignore[reportPrivateUsage]
