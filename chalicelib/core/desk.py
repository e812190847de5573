"""The desk an operation works at: who asks, for which account, and the ways out into the world.

Whatever takes a desk touches the world; whatever does not is pure. The real one is built in
`chalicelib.wiring`, the tests' own in `tests/conftest.py`; there is no other difference.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from chalicelib.core import ids
from chalicelib.core.place import Place
from chalicelib.core.sending import Sending
from chalicelib.core.talk import Talker


class CallerKind(StrEnum):
    """Whoever can ask for something."""

    agent = "agent"
    api_key = "api_key"
    visitor = "visitor"
    system = "system"
    stranger = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks. `permissions` were granted by role and key scopes, `features` by the plan."""

    kind: CallerKind
    id: str = ""
    name: str = ""
    role: str = ""
    permissions: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    session: str = ""

    @property
    def is_agent(self) -> bool:
        """Tell whether a person of the team asks, by session or by own API key."""
        return self.kind in (CallerKind.agent, CallerKind.api_key)


SYSTEM = Caller(kind=CallerKind.system, id="system", name="Deskhand")
STRANGER = Caller(kind=CallerKind.stranger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a foreign host answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


MAX_REPLY = 5 * 1024 * 1024
"""Bytes that a foreign host may answer with."""
MAX_FILE = 25 * 1024 * 1024
"""Bytes of a file that a message names."""


class Http(Protocol):
    """The guarded client: https to public addresses only, time limits, no redirects."""

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None,
        most: int = MAX_REPLY,
    ) -> Reply:
        """Return the answer, or raise DeliveryFailed, Unavailable or Uncertain.

        What is longer than `most` bytes is not read; who asks for a file says MAX_FILE.
        """
        ...


class Secrets(Protocol):
    """Signing and sealing; the keys never leave."""

    def sign(self, purpose: str, message: bytes) -> bytes:
        """Return an HMAC-SHA-256 under the key of this purpose."""
        ...

    def verify(self, purpose: str, message: bytes, signature: bytes) -> bool:
        """Tell in constant time whether `sign` made it; it may be cut to 10 bytes or more."""
        ...


class Vault(Protocol):
    """Seals what customers of ours trust us with; each sealing is bound to its context."""

    def seal(self, context: Mapping[str, str], plain: bytes) -> bytes:
        """Return the sealed bytes, or raise Unavailable; at most 4 kB are taken."""
        ...

    def open(self, context: Mapping[str, str], sealed: bytes) -> bytes:
        """Return what was sealed in this very context; else raise Forbidden, or Unavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a browser posts one file with: right for this file alone, and for some minutes."""

    url: str
    fields: Mapping[str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A file as the bucket tells of it; `tag` is another for other bytes."""

    name: str
    content_type: str
    size: int
    tag: str


class Files(Protocol):
    """The private bucket of raw mail, long bodies and attachments.

    Keys start with the account, or with what the bucket forgets by itself and the account.
    """

    @property
    def origin(self) -> str:
        """Return where forms and links lead to, as policies of pages name it."""
        ...

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Store, replacing what was there."""
        ...

    def get(self, key: str) -> bytes:
        """Return the bytes, or raise NotFound."""
        ...

    def get_part(self, key: str, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to `end`, or raise NotFound."""
        ...

    def remove(self, key: str) -> None:
        """Delete what lies there; nothing may."""
        ...

    def link(self, key: str, *, name: str, content_type: str) -> str:
        """Return an address for one download, valid for minutes, that browsers never render."""
        ...

    def lend(self, key: str, *, name: str, content_type: str) -> str:
        """Return an address where a provider fetches the file within the hour."""
        ...

    def form(self, key: str, *, name: str, content_type: str, size: int) -> Form:
        """Return what somebody outside puts exactly this file here with."""
        ...

    def look(self, key: str) -> Laid:
        """Tell what lies there, or raise NotFound."""
        ...

    def copy(self, source: str, target: str, *, tag: str) -> None:
        """Copy what has this tag; raise Conflict where it is no longer what lies there."""
        ...

    def begin(self, key: str, *, content_type: str) -> str:
        """Begin a file of several parts, each but the last of 5 MiB or more; return its id."""
        ...

    def add_part(self, key: str, upload: str, number: int, body: bytes) -> str:
        """Put a part in its place, from 1 on; return its tag."""
        ...

    def finish(self, key: str, upload: str, tags: tuple[str, ...]) -> None:
        """Make the file of its parts; raise NotFound if one is gone, or all since it was made."""
        ...


class Mailer(Protocol):
    """The mail service that takes finished messages."""

    def send(self, *, sender: str, recipients: tuple[str, ...], raw: bytes, ref: str) -> str:
        """Return the provider's message id, or raise DeliveryFailed, Unavailable or Uncertain.

        `ref` comes back with every later delivery, bounce and complaint event.
        """
        ...

    def may_send_from(self, address: str) -> bool:
        """Tell whether the provider takes mail from this address; known for some minutes."""
        ...

    def is_set_up_for(self, address: str, account_id: str) -> bool:
        """Tell whether whoever runs this place gave the address, or its domain, to an account."""
        ...

    def look(self, domain: str) -> Sending:
        """Return what the provider knows of a domain now, or raise Unavailable."""
        ...


class Queues(Protocol):
    """Work for later workers; at least once, in any order."""

    def put(
        self, queue: str, bodies: list[str], *, delay: timedelta = timedelta(), tenant: str = ""
    ) -> None:
        """Hand over every body or raise Unavailable; workers see them after the delay.

        Where one tenant has far more waiting than others, the others' work comes first.
        """
        ...


class Adviser(Protocol):
    """A language model. What it says is a stranger's word: an opinion, never a decision."""

    def ask(self, instructions: str, words: str) -> str:
        """Return its answer within two seconds, or raise Unavailable."""
        ...

    def rests(self) -> bool:
        """Tell whether it failed a moment ago, and would not be asked now."""
        ...


@dataclass(frozen=True, kw_only=True)  # no slots: a request has three, each a dictionary's copy
class Desk:
    """One operation's surroundings; immutable, made afresh for each."""

    account_id: str
    caller: Caller
    operation_id: str
    """Of this one attempt: no two share it, so a row that bears it was written by this one."""
    place: Place
    http: Http
    secrets: Secrets
    vault: Vault
    files: Files
    mailer: Mailer
    queues: Queues
    clock: Callable[[], datetime]
    randomness: Callable[[int], bytes]
    sleep: Callable[[float], None]
    adviser: Adviser | None = None
    """None where this installation has no language model."""
    talker: Talker | None = None
    """The same model in a conversation."""
    key: str = ""
    """What the caller calls this operation, so that it may come again; empty without a name."""
    request_digest: str = ""
    source_ip: str = ""
    cache: dict[str, tuple[datetime, object]] = field(
        default_factory=dict[str, tuple[datetime, object]]
    )

    def now(self) -> datetime:
        """Read the clock; once per operation, then passed on."""
        return self.clock()

    def new_id(self, prefix: str) -> str:
        """Return `prefix_` and a ULID."""
        return f"{prefix}_{ids.ulid(self.clock(), self.randomness(10))}"

    def begin(self, account_id: str, caller: Caller, operation_id: str, source_ip: str) -> "Desk":
        """Return this desk for a new operation, which remembers nothing of others."""
        return self._with(
            account_id=account_id, caller=caller, operation_id=operation_id, source_ip=source_ip,
            cache={},
        )  # fmt: skip

    def for_account(self, account_id: str, caller: Caller = SYSTEM) -> "Desk":
        """Return this desk for another account; who finds the account vouches for it."""
        return self._with(account_id=account_id, caller=caller)

    def for_operation(self, operation_id: str) -> "Desk":
        """Return this desk for one attempt at something."""
        return self._with(operation_id=operation_id)

    def for_key(self, key: str, request_digest: str) -> "Desk":
        """Return this desk for work that takes effect once, however often it is tried."""
        return self._with(key=key, request_digest=request_digest)

    def _with(self, **changes: Any) -> "Desk":
        made = object.__new__(Desk)  # `replace` takes twenty times as long
        vars(made).update(vars(self), **changes)
        return made
