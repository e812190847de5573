"""What answers about the merging of profiles look like."""

from datetime import datetime

from chalicelib.customers.model import IdentityKind
from chalicelib.customers.shapes import CustomerProfile
from chalicelib.web.description.shapes import Answers, Shape, tagged


class SharedAddress(Shape, frozen=True):
    """An address that is verified for both."""

    kind: IdentityKind
    address: str


class OtherProfile(Shape, frozen=True):
    """Another profile of perhaps the same person."""

    id: str
    name: str
    email: str
    phone: str
    created_at: datetime


class PossibleMerge(OtherProfile, frozen=True):
    """A profile that could be merged, and why."""

    shared: tuple[SharedAddress, ...]


class DoneMerge(OtherProfile, frozen=True):
    """A profile that was merged, when, and by whom."""

    at: datetime
    by: str


class Merges(Shape, frozen=True):
    """What could be merged into a profile, and what was."""

    id: str
    possible: tuple[PossibleMerge, ...]
    merged: tuple[DoneMerge, ...]


ANSWERS: Answers = {
    "GET /v1/customers/{customer_id}/merges": Merges,
    "POST /v1/customers/{customer_id}/merge": tagged(CustomerProfile),
    "POST /v1/customers/{customer_id}/unmerge": tagged(CustomerProfile),
}
