"""A shop's ten thousand tickets in several languages, and two hundred questions about them.

Words are made of syllables, as products are called: some are in many messages, most in few. Each
question is drawn from one ticket, the right one, and asks for it as people do.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bench.stage import NOON
from chalicelib.channels.model import Kind
from chalicelib.tickets.changes import new
from chalicelib.tickets.model import Author, AuthorType, Change, CustomerRef, Message, Ticket

_COMMON = {
    "en": "the parcel with my order came today but is broken and I would like my money back",
    "de": "das Paket mit meiner Bestellung kam heute an aber es ist kaputt ich möchte mein Geld",
    "es": "el paquete con mi pedido llegó hoy pero está roto y quiero que me devuelvan dinero",
    "fr": "le colis de ma commande est arrivé aujourd'hui mais il est cassé remboursez moi",
    "sv": "paketet med min beställning kom idag men det är trasigt och jag vill ha pengarna åter",
    "ar": "وصل الطرد مع طلبي اليوم لكنه مكسور وأريد استرداد المال من فضلكم",
    "ja": "注文した荷物が今日届きましたが壊れていました返金をお願いします",
}
_SYLLABLES = (
    "bel", "cor", "dan", "fjör", "gri", "han", "jo", "kel", "lum", "mar", "nor", "ö", "pra",
    "quin", "ros", "sül", "tor", "ul", "ven", "wex", "zan",
)  # fmt: skip
_KANA = "かきくけこさしすせそたちつてとなにぬねのまみむめも"
_FIRST_ORDER = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody types, and the number of the ticket that they mean."""

    text: str
    number: int
    kind: str


class Library:
    """So many tickets, each of its own customer, with three messages."""

    def __init__(self, count: int, *, seed: int = 7) -> None:
        """`seed` makes the same library each time."""
        self._random = random.Random(seed)
        self._names = [self._name() for _ in range(6_000)]
        self.changes = [self._ticket(number) for number in range(1, count + 1)]

    def questions(self, count: int) -> list[Question]:
        """Return questions of all kinds in turn."""
        kinds = ("number", "order", "email", "phone", "name", "words", "words", "beginning")
        drawn = self._random.sample(self.changes, count)
        return [self._question(change, kinds[at % len(kinds)]) for at, change in enumerate(drawn)]

    def _question(self, change: Change, kind: str) -> Question:
        ticket, said = change.ticket, _messages(change)
        rare = self._random.choice(said).text.split("„")[1:]
        words = [part.partition("“")[0] for part in rare]
        common = self._random.choice(said[0].text.split())
        text = {
            "number": f"#{ticket.number}",
            "order": f"#{_FIRST_ORDER + ticket.number}",
            "email": ticket.customer.email,
            "phone": f"0{ticket.customer.phone[3:]}",
            "name": ticket.customer.name.lower(),
            "words": " ".join([*words, common]),
            "beginning": f"{words[0]} {words[1][:-1]}",
        }[kind]
        return Question(text=text, number=ticket.number, kind=kind)

    def _ticket(self, number: int) -> Change:
        at = NOON - timedelta(days=365) + timedelta(minutes=number)
        first, last = self._random.choice(self._names), self._random.choice(self._names)
        email = f"{first}.{last}{number}@mail{number % 40}.example".encode(
            "ascii", "ignore"
        ).decode()
        customer = CustomerRef(
            id=f"cus_{number:026d}", name=f"{first} {last}".title(), email=email,
            phone=f"+49{1_510_000_000 + number * 7_919}",
        )  # fmt: skip
        language = self._random.choice([*_COMMON])
        ticket = Ticket(
            id=f"tkt_{number:026d}", number=number, channel=Kind.email, inbox="shop",
            subject=self._sentence(language, 3), customer=customer, person=email,
            created_at=at, updated_at=at,
        )  # fmt: skip
        author = Author(type=AuthorType.customer, id=customer.id, name=customer.name)
        draft = new(ticket, at)
        for text in self._texts(language, number):
            draft = draft.add_message(author, channel=Kind.email, is_inbound=True, text=text)
        return draft.set(preview="").done()

    def _texts(self, language: str, number: int) -> Iterator[str]:
        order = f" (DH-{_FIRST_ORDER + number})"
        for at in range(3):
            rare = " ".join(f"„{self._rare(language)}“" for _ in range(2))
            end = self._sentence(language, 6) + order * (at == 0)
            yield f"{self._sentence(language, 12)} {rare} {end}"

    def _sentence(self, language: str, length: int) -> str:
        words: Sequence[str] = _COMMON[language].split()
        if len(words) == 1:
            start = self._random.randrange(10)
            return words[0][start : start + length]
        return " ".join(self._random.choices(words, k=length))

    def _rare(self, language: str) -> str:
        if language == "ja":
            return "".join(self._random.choices(_KANA, k=5))
        return self._random.choice(self._names)

    def _name(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.choice((2, 3, 4))))


def _messages(change: Change) -> list[Message]:
    return [entry for entry in change.entries if isinstance(entry, Message)]
