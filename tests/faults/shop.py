"""A shop in a faulty world: what its customers and agents do, and what they were promised."""

import itertools
import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from chalicelib import wiring
from chalicelib.accounts import api_keys, create, people, rules, storage
from chalicelib.accounts.model import Account, Agent, Role
from chalicelib.core.desk import Desk
from chalicelib.table.row import Row
from chalicelib.teams import storage as teams
from chalicelib.tickets.rows import TicketRow
from dev.web.exchange import Asked
from tests.faults.cloud import Cloud

CUSTOMER = "ada@mail.example"
_MAIL = SMTP.clone(max_line_length=900)
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back over HTTP."""

    status: int
    json: Any
    headers: dict[str, str]

    @property
    def is_replay(self) -> bool:
        """Tell whether nothing was done this time."""
        return self.headers.get("idempotent-replayed") == "true"


@dataclass(slots=True)
class Shop:
    """One account, two agents and a visitor; `said` is what nobody may lose or repeat."""

    cloud: Any
    account: Account
    alice: Agent
    bob: Agent
    tokens: dict[str, str]
    ticket_id: str = ""
    visitor: str = ""
    said: list[str] = field(default_factory=list[str])
    is_keyless: bool = False
    """Whether its clients send no Idempotency-Key."""
    is_refusal_fine: bool = False
    """Whether being asked to come back later is an answer, too."""
    hand: str = ""
    """What the command at hand needs: words, a token, an address."""

    def kept(self) -> Callable[[], "Shop"]:
        """Return what makes this shop anew, as it is now, with its world."""
        image, frozen = self.cloud.image(), pickle.dumps(replace(self, cloud=None))

        def again() -> Shop:
            self.cloud.restore(image)
            storage.forget(self.account.id)
            teams.forget(self.account.id)
            return replace(pickle.loads(frozen), cloud=self.cloud)

        return again

    @property
    def address(self) -> str:
        """Return where its customers' mail arrives."""
        return self.account.inbound_address(self.cloud.ports.place.mail_domain)

    @property
    def at(self) -> str:
        """Return the path of the ticket at hand."""
        return f"/v1/tickets/{self.ticket_id}"

    def desk(self) -> Desk:
        """Return the product's own desk, anew for each operation."""
        return wiring.system_desk(self.account.id, "")

    def words(self, start: str = "Hello") -> str:
        """Return a text that nobody said before; from now on it must be there once."""
        text = f"{start} {next(_numbers)}."
        self.said.append(text)
        return text

    def ask(
        self, method: str, path: str, body: object = None, *, by: str = "alice", **headers: str
    ) -> Answer:
        """Ask over HTTP, as an agent, as the `visitor`, or as nobody; a 5xx says it is no bug."""
        token = self.visitor if by == "visitor" else self.tokens.get(by, "")
        sent = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        sent = {"idempotency-key": f"n{next(_numbers)}", "content-type": "application/json"} | sent
        if self.is_keyless:
            del sent["idempotency-key"]
        sent |= {"authorization": f"Bearer {token}"} if token else {}
        raw = b"" if body is None else json.dumps(body).encode()
        answered = self.cloud.answer(Asked(method=method, target=path, headers=sent, body=raw))
        answer = Answer(
            status=answered.status,
            json=json.loads(answered.body) if answered.body else None,
            headers={name.lower(): value for name, value in answered.headers},
        )
        assert answer.status != 500, (method, path, answer.json)
        return answer

    def done(self, method: str, path: str, body: object = None, **others: str) -> Any:
        """Ask for what must succeed; return the answer's body."""
        answer = self.ask(method, path, body, **others)
        assert answer.status < 300, (method, path, answer.status, answer.json)
        return answer.json

    def mail(self, text: str = "", *, to: tuple[str, ...] = (), sender: str = CUSTOMER,
             source: str | None = None, **headers: str) -> str:  # fmt: skip
        """Return the queue's message of a mail that has arrived."""
        message = EmailMessage(policy=_MAIL)
        message["From"] = f"Ada <{sender}>"
        message["To"] = ", ".join(to or (self.address,))
        message["Subject"] = "A question"
        message["Message-ID"] = f"<{next(_numbers)}@mail.example>"
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text or self.words())
        return self.arrival(message.as_bytes(), to or (self.address,), source=source or sender)

    def arrival(self, raw: bytes, recipients: tuple[str, ...], *, source: str) -> str:
        """Return the queue's message of these bytes."""
        verdicts = ("spam", "virus", "spf", "dkim", "dmarc")
        action = {"bucketName": self.cloud.ports.mail_bucket, "objectKey": self.cloud.put_mail(raw)}
        receipt: dict[str, Any] = {f"{name}Verdict": {"status": "PASS"} for name in verdicts}
        receipt |= {"recipients": list(recipients), "action": action}
        source = "" if source == "<>" else source
        return json.dumps(
            {"notificationType": "Received", "mail": {"source": source}, "receipt": receipt}
        )

    def receive(self, **parts: Any) -> str:
        """Let a customer's mail become a ticket; it is the one at hand from now on."""
        self.cloud.queues["mail"].append(self.mail(**parts))
        self.cloud.settle()
        return self.newest()

    def newest(self) -> str:
        """Take the newest ticket at hand."""
        heads = [row for row in self.rows() if isinstance(row, TicketRow)]
        self.ticket_id = max(heads, key=lambda row: int(row.number)).pk.rsplit("#", 1)[1]
        return self.ticket_id

    def chat(self, email: str = "vic@mail.example") -> None:
        """Let a visitor open the chat; nothing is said yet."""
        opening = {"public_key": self.account.public_key, "email": email}
        self.visitor = self.done("POST", "/v1/chat/sessions", opening, by="nobody")["token"]

    def say(self, **others: str) -> str:
        """Let the visitor write; the ticket is the one at hand from now on."""
        self.done("POST", "/v1/chat/messages", {"text": self.words()}, by="visitor", **others)
        return self.newest()

    def reply(self, **others: str) -> Any:
        """Let Alice answer; nothing is carried yet."""
        return self.done("POST", f"{self.at}/replies", {"text": self.words("Dear Ada")}, **others)

    def rows(self) -> list[Row]:
        """Return every row of the account."""
        return list(self.cloud.rows(f"A#{self.account.id}"))


def found(cloud: Cloud, name: str = "Acme Shoes") -> Shop:
    """Open a shop with an owner, Alice and Bob, and carry what follows."""
    number = next(_numbers)
    founded = create.create(
        wiring.desk_for(""), name=f"{name} {number}", email=f"o{number}@acme.example",
        owner_name="Olga",
    )  # fmt: skip
    account_id = founded.account.id
    team = {"owner": founded.owner}
    for who in ("alice", "bob"):
        desk = wiring.system_desk(account_id, "")
        email = f"{who}{number}@acme.example"
        team[who] = people.invite(desk, email=email, name=who.title(), role=Role.support)
    tokens = {who: _key(account_id, agent) for who, agent in team.items()}
    shop = Shop(cloud, founded.account, team["alice"], team["bob"], tokens)
    shop.desk().secrets.sign("warm", b"up")
    cloud.settle()
    return shop


def _key(account_id: str, agent: Agent) -> str:
    desk = wiring.system_desk(account_id, "")
    scopes = sorted(rules.permissions(agent.role))
    return api_keys.create(desk, name="Test", scopes=scopes, agent_id=agent.id).token or ""
