"""Two profiles of one person: what is done with them, for every fault."""

from collections.abc import Mapping
from typing import Any

from chalicelib.customers import storage
from chalicelib.customers.model import Customer, IdentityKind
from chalicelib.customers.storage import CustomerRow
from tests.customers.merging.people import ANN, known, signed_in
from tests.faults.commands import asked, http, settled, steps
from tests.faults.invariants import Scan
from tests.faults.shop import Shop


def two_profiles(shop: Shop) -> None:
    """Know somebody by a mail of theirs, and by the shop's word for the same address."""
    desk = shop.desk()
    shop.hand = known(desk, IdentityKind.email, ANN).id
    signed_in(desk, "ann-7")


def the_other(shop: Shop) -> Mapping[str, Any]:
    """Name the profile that is not at hand."""
    ids = {row.pk.rpartition("#")[2] for row in shop.rows() if isinstance(row, CustomerRow)}
    (other_id,) = ids - {shop.hand}
    return {"other_id": other_id}


def is_one(found: Scan) -> bool:
    """Tell whether either id shows the same profile."""
    first, second = _profiles(found)
    return first.id == second.id and [m.customer_id for m in first.merges] == [second.own_id]


def are_two(found: Scan) -> bool:
    """Tell whether each profile stands for itself."""
    first, second = _profiles(found)
    return first.id != second.id and not first.merges and not second.merged_into


def _profiles(found: Scan) -> tuple[Customer, Customer]:
    desk, other_id = found.shop.desk(), the_other(found.shop)["other_id"]
    first = storage.load(desk, found.shop.hand, consistent=True)
    return first, storage.load(desk, other_id, consistent=True)


def joined(shop: Shop) -> None:
    """Join both profiles."""
    asked("POST", f"/v1/customers/{shop.hand}/merge", the_other(shop))(shop)


PROFILES = (
    http("merge", "POST", "/v1/customers/~/merge", the_other, prepare=two_profiles, effect=is_one),
    http("take a merge back", "POST", "/v1/customers/~/unmerge", the_other,
         prepare=steps(two_profiles, joined, settled), effect=are_two),
)  # fmt: skip
