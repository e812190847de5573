"""What another helpdesk reads of a conversation."""

from datetime import timedelta

import pytest

from chalicelib.channels.model import Kind, KnownBy
from chalicelib.customer_agent.helpdesks.rules import transcript
from chalicelib.customer_agent.talk.story import line, story, untold
from chalicelib.tickets.model import Attachment, Author, AuthorType
from tests.builders import NOON, a_customer, a_message, a_ticket, a_writer, an_agent

FILE = Attachment(id="att_1", name="parrot.jpg", content_type="image/jpeg", size=1, key="k")
ROBIN = Author(type=AuthorType.customer_agent, id="customer_agent", name="Robin")
SYSTEM = Author(type=AuthorType.system, name="Deskhand")


@pytest.mark.parametrize(("author", "is_told_as", "name"), [
    (a_writer(), "customer", "Ann"), (a_writer(""), "customer", "Customer"),
    (ROBIN, "agent", "Robin"), (SYSTEM, "agent", "Deskhand"), (an_agent(), "human", "Alice"),
])  # fmt: skip
def test_who_said_it_is_told(author: Author, is_told_as: str, name: str) -> None:
    told = line(a_message(author=author, text="Hello"))

    assert (told.author, told.name, told.text) == (is_told_as, name, "Hello")


@pytest.mark.parametrize(("text", "told"), [
    ("Look!", "Look!\n[parrot.jpg]"), ("", "[parrot.jpg]"),
])  # fmt: skip
def test_files_are_told_by_their_names(text: str, told: str) -> None:
    assert line(a_message(text=text, attachments=(FILE,))).text == told


@pytest.mark.acceptance(127)
@pytest.mark.parametrize(("known_by", "email", "phone", "told"), [
    ("user", "ann@home.example", "", ("ann@home.example", None)),
    ("user", "", "", (None, None)),
    ("phone", "", "", (None, "+15005550101")),
    ("phone", "ann@home.example", "+1999", ("ann@home.example", "+1999")),
    ("email", "", "", ("+15005550101", None)),
])  # fmt: skip
def test_who_it_is_about_is_told(
    known_by: KnownBy, email: str, phone: str, told: tuple[str | None, str | None]
) -> None:
    customer = a_customer(email=email, phone=phone)
    ticket = a_ticket(channel=Kind.webchat, customer=customer, person="+15005550101", subject="")
    said = [a_message(text=""), a_message(text="Where?", created_at=NOON + timedelta(seconds=1))]

    found = story(ticket, said, known_by=known_by)

    assert (found.email, found.phone) == told
    assert (found.profile_id, found.name, found.conversation_id) == (customer.id, "Ann", ticket.id)
    assert found.subject == "Where?"
    assert [each.at for each in found.lines] == [said[0].created_at, NOON + timedelta(seconds=1)]


@pytest.mark.parametrize(("flags", "known_by", "is_said"), [
    (("unverified_sender",), "user", True), (("unproved_sender",), "user", True),
    ((), "user", False), (("unproved_sender",), "email", False),
])  # fmt: skip
def test_an_address_that_was_only_typed_is_told_as_such(
    flags: tuple[str, ...], known_by: KnownBy, *, is_said: bool
) -> None:
    ticket = a_ticket(channel=Kind.webchat)

    told = transcript(story(ticket, [a_message(flags=flags)], known_by=known_by))

    assert ("typed in the chat and not verified." in told) is is_said


def test_only_the_customers_own_words_are_told_later() -> None:
    own, machine = a_message(text="Hello"), a_message(text="I am away", is_automatic=True)
    ours = a_message(text="Yes", is_inbound=False, author=an_agent())

    assert untold([own, machine, ours]) == [own]
