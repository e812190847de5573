"""Customers over HTTP."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType, field

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.customers import rules, storage
from chalicelib.customers.consent.routes import MAX_AT_ONCE, Word, consents_of, shown
from chalicelib.customers.edit import edit
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Customer, Edit, IdentityKind
from chalicelib.customers.properties import rules as properties
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.etags import etag, expected_version
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes()


Names = Annotated[tuple[str, ...], Meta(max_length=rules.MAX_SEGMENTS)]
MailAddress = Annotated[str, Meta(max_length=254)]
Phone = Annotated[str, Meta(max_length=40)]


class Segments(Body, frozen=True):
    """`segments` replaces the list; one who knows only one segment adds or removes it."""

    segments: Names | UnsetType | None = UNSET
    add_segments: Names = ()
    remove_segments: Names = ()

    def wanted(self) -> dict[str, Any]:
        """Return what is to change, in `Edit`'s words."""
        every = None if self.segments is UNSET else self.segments or ()
        return {"segments": every, "enters": self.add_segments, "leaves": self.remove_segments}


class Facts(Segments, frozen=True):
    """Segments, and properties by their names: those named change, null removes one."""

    properties: dict[str, Any] = field(default_factory=dict[str, Any])

    def wanted(self) -> dict[str, Any]:
        """Return the same with the properties."""
        return {**super().wanted(), "properties": self.properties}


class Changes(Facts, frozen=True):
    """What is left out stays; null or an empty text removes."""

    name: Annotated[str, Meta(max_length=rules.MAX_NAME)] | UnsetType | None = UNSET
    email: MailAddress | UnsetType | None = UNSET
    phone: Phone | UnsetType | None = UNSET

    def wanted(self) -> dict[str, Any]:
        """Return the same with name and addresses."""
        own = {"name": self.name, "email": self.email, "phone": self.phone}
        given = {name: value or "" for name, value in own.items() if value is not UNSET}
        return {**super().wanted(), **given}


class Person(Facts, frozen=True):
    """Whom another system knows by an address: exactly one of both."""

    email: MailAddress = ""
    phone: Phone = ""
    name: Annotated[str, Meta(max_length=rules.MAX_NAME)] = ""
    consents: Annotated[tuple[Word, ...], Meta(max_length=MAX_AT_ONCE)] = ()


@routes.get("/v1/customers/{customer_id}", needs="customers:read")
def show(desk: Desk, customer_id: str) -> Answer:
    """Return a profile, with the number of its tickets (acceptance 60)."""
    return answered(desk, storage.load(desk, customer_id))


@routes.on("PATCH", "/v1/customers/{customer_id}", needs="customers:write", body=Changes)
def change(desk: Desk, customer_id: str, body: Changes, request: Request) -> Answer:
    """Change name, addresses, segments or properties."""
    changes = Edit(**body.wanted())
    return answered(desk, edit(desk, customer_id, changes, expected=expected_version(request)))


@routes.post("/v1/customers/identify", needs="customers:write", body=Person)
def know(desk: Desk, body: Person) -> Answer:
    """Find a customer by an address, or make one; set segments, properties, note consents.

    For systems that know people by their addresses. A name is only taken where there is none.
    """
    if bool(body.email) == bool(body.phone):
        raise Invalid("Give either email or phone.", faults=[Fault("/email", "required", "One.")])
    kind = IdentityKind.email if body.email else IdentityKind.phone
    changes = Edit(**body.wanted(), consents=consents_of(desk, body.consents, "/consents"))
    rules.segments(frozenset(), changes)  # nobody is made by a request that is refused
    properties.changed({}, changes.properties)
    known_as = rules.identity(kind, body.email or body.phone, pointer=f"/{kind.value}")
    customer = identify(desk, kind, known_as.address, name=body.name)
    return answered(desk, edit(desk, customer.id, changes))


def answered(desk: Desk, customer: Customer) -> Answer:
    """Return a profile with its ETag."""
    body: dict[str, Any] = {
        "id": customer.id,
        "name": customer.name,
        "email": customer.email,
        "phone": customer.phone,
        "is_verified": customer.is_verified,
        "segments": sorted(customer.segments),
        "consents": shown(customer.consents),
        "properties": dict(customer.properties),
        "pinned_properties": _pinned(desk, customer),
        "tickets_count": storage.count_tickets(desk, *customer.ids),
        "merges": [{"customer_id": m.customer_id, "at": m.at, "by": m.by} for m in customer.merges],
        "version": customer.version,
        "created_at": customer.created_at,
    }
    return Answer(body, headers={"ETag": etag(customer.version)})


def _pinned(desk: Desk, customer: Customer) -> list[dict[str, Any]]:
    """Return what the account wants to see at once, in its order; null where nothing is known."""
    return [
        {"name": name, "value": value, "type": None if value is None else properties.type_of(value)}
        for name in accounts.account(desk).settings.profile.pinned_properties
        for value in (customer.properties.get(name),)
    ]
