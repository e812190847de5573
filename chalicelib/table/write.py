"""Writing: transactions and single rows, with our errors for what can go wrong.

Every write carries the operation that makes it, and its condition accepts a row which that same
operation wrote already. So a write that won but whose answer was lost, and which botocore or we
then try again, is reported as won (`docs/adr/0005`).
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table.keys import Key
from chalicelib.table.row import Row, VersionedRow, connection

_ATTEMPTS = 7
_BASE_PAUSE = 0.02
_RACES = 20
_LONGEST_OF_RACES = 3
_BUSY = {
    "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded",
    "TransactionConflictException", "ThrottlingException", "RequestLimitExceeded",
    "ProvisionedThroughputExceededException", "TransactionInProgressException",
    "InternalServerError", "ServiceUnavailable",
}  # fmt: skip


class ConditionFailed(Exception):
    """A row was not as expected; `index` tells which of the puts."""

    def __init__(self, index: int, old: dict[str, Any] | None = None) -> None:
        """`old` is the row found instead, in DynamoDB's own JSON, where it was asked for."""
        super().__init__(f"condition {index} failed")
        self.index = index
        self.old = old


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """One row of a transaction, written whole, and what must hold for it.

    What newer code keeps in a row that was there before stays (`docs/adr/0039`).
    """

    row: Row
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Changes of a row's attributes that come out the same however often they are made."""

    row: Row
    actions: Sequence[Any]
    condition: Condition | None = None


Write = Put | Update


def absent_or_mine(operation_id: str) -> Condition:
    """Return the condition of a row that must be new, or be this operation's own."""
    return Row.pk.does_not_exist() | (Row.operation == operation_id)


def is_next(desk: Desk, row: VersionedRow) -> Condition:
    """Return the condition of a row that follows the one it was made from; the first, none.

    It also holds where this operation wrote this very version before, and the answer was lost. An
    earlier version of the same operation is no such write: somebody else's may lie between.
    """
    before: Any = type(row).version == row.version - 1
    mine = (Row.operation == desk.operation_id) & (type(row).version == row.version)
    return (before if row.version > 1 else Row.pk.does_not_exist()) | mine


def put_next(desk: Desk, row: VersionedRow) -> Put:
    """Return the write of a row that nobody changed since it was read."""
    return Put(row=row, condition=is_next(desk, row))


def transact(desk: Desk, writes: Sequence[Write], *, deletes: Sequence[Row] = ()) -> None:
    """Write all rows or none; raise ConditionFailed for the first that was not as expected.

    Conflicts and throttling are waited out for about three seconds, then Unavailable.
    """
    for write in writes:
        write.row.operation = desk.operation_id
    # Another token each time: an attempt may decide and write anew, and AWS refuses a token that
    # comes again with other rows. What is sent again within this call keeps its own.
    token = hashlib.sha256(f"{desk.account_id}{desk.operation_id}".encode() + desk.randomness(16))
    for attempt in range(_ATTEMPTS):
        try:
            _send(token.hexdigest()[:36], writes, deletes)
        except TransactWriteError as error:
            _raise_failed_condition(error, writes, after=len(deletes))
            if not _may_try_again(error):
                raise
        else:
            return
        pause(desk, attempt)
    raise Unavailable("The table is busy; nothing was changed.")


def update(key: Key, actions: Sequence[Any], *, condition: Condition) -> None:
    """Change one row of whatever kind: PynamoDB's own update refuses all kinds but one."""
    pk, sk = key
    with translated():
        connection().update_item(
            Row.Meta.table_name, pk, range_key=sk, actions=list(actions), condition=condition
        )


def attempts(desk: Desk) -> Iterator[int]:
    """Yield 0, then 1 and so on to whoever lost a race, each after a pause; three seconds in all.

    Many short tries, since the next one may win: sixteen writers of one row all get through. Whose
    loop ends without a return was beaten each time.
    """
    for attempt in range(_RACES):
        if attempt:
            pause(desk, min(attempt - 1, _LONGEST_OF_RACES))
        yield attempt


def pause(desk: Desk, attempt: int) -> None:
    """Wait with full jitter, longer with each attempt."""
    share = int.from_bytes(desk.randomness(2)) / 65536
    desk.sleep(share * _BASE_PAUSE * 2**attempt)


class _Translated:
    """No generator: every request passes it, most without a failure."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if not isinstance(error, PynamoDBException):
            return
        if isinstance(error.cause, BotoCoreError):  # no answer, so there is no code to ask for
            raise Unavailable("The table did not answer; try again.") from error
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise ConditionFailed(0, _old_item(error)) from error
        if error.cause_response_code in _BUSY:
            raise Unavailable("The table is busy; try again.") from error


_translated = _Translated()


def translated() -> _Translated:
    """Turn a failed condition of a single write into ConditionFailed, overload into Unavailable."""
    return _translated


def _place(writes: Sequence[Write], index: int) -> int:
    # DynamoDB is sent all puts first, then all updates, and answers in that order.
    order = sorted(range(len(writes)), key=lambda place: not _is_put(writes[place]))
    return order[index]


def _send(token: str, writes: Sequence[Write], deletes: Sequence[Row]) -> None:
    with TransactWrite(connection=connection(), client_request_token=token) as transaction:
        for row in deletes:
            transaction.delete(row)
        for write in writes:
            if _is_put(write):
                transaction.save(write.row, condition=write.condition, return_values="ALL_OLD")
                continue
            actions = write.row.whole() if isinstance(write, Put) else list(write.actions)
            transaction.update(
                write.row, actions=actions, condition=write.condition, return_values="ALL_OLD"
            )


def _is_put(write: Write) -> bool:
    return isinstance(write, Put) and not write.row.is_extended()


def _raise_failed_condition(
    error: TransactWriteError, writes: Sequence[Write], *, after: int
) -> None:
    for index, reason in enumerate(error.cancellation_reasons[after:]):
        if reason is not None and reason.code == "ConditionalCheckFailed":
            raise ConditionFailed(_place(writes, index), reason.raw_item) from error


def _may_try_again(error: TransactWriteError) -> bool:
    if isinstance(error.cause, BotoCoreError):
        return True  # no answer: it may have won, and then the next attempt finds its own rows
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    return bool((codes | {error.cause_response_code}) & _BUSY)


def _old_item(error: PynamoDBException) -> dict[str, Any] | None:
    response: Any = getattr(error.cause, "response", None) or {}
    return response.get("Item")
