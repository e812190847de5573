"""From an agent's words to where the customer is led: acceptance 74-76, attacks A-99, A-112."""

import re
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.accounts.settings import change
from chalicelib.core.errors import Unavailable
from chalicelib.marketing.links import storage
from chalicelib.messaging.deliver import deliver
from chalicelib.messaging.reply import reply
from chalicelib.table.across_accounts import LinkRow, across_accounts_link
from chalicelib.tickets import deliveries
from chalicelib.tickets.model import State
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import an_agent
from tests.edge import Edge
from tests.kit.http_world import World
from tests.kit.waits import skipped_waits
from tests.marketing.texts import Phone, text

PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1"
SHORT = re.compile(r"https://desk\.example/l/([0-9A-Za-z]{11})")
WORDS = "It is back: https://shop.example/for-your-kitchen/mug?ref=sms, see also https://shop.example/for-your-kitchen/cup."


def said(shop: Shop, words: str = WORDS) -> tuple[str, int]:
    """Let an agent answer, and let it be delivered; return the message's place."""
    ticket = text(shop).ticket
    assert ticket
    sequence = reply(shop.desk(), ticket.id, an_agent(), words).entries[-1].sequence
    deliver(shop.desk(), ticket.id, sequence)
    return ticket.id, sequence


def codes(phone: Phone) -> list[str]:
    return SHORT.findall(phone.got[-1].text)


def visit(whole: Edge, code: str, *, method: str = "GET", **headers: str) -> Any:
    sent = {"Host": "desk.example", "User_Agent": PERSON, **headers}
    return whole.call(method, f"/l/{code}", **sent)


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    token = shop.session(shop.hire(Role.manager))
    return partial(whole.call, Authorization=f"Bearer {token}")


def shown(ask: Any, ticket_id: str) -> Any:
    return ask("GET", f"/v1/tickets/{ticket_id}/messages")[1]["data"][-1]


@pytest.mark.acceptance(74, 76)
def test_links_leave_short_and_the_thread_keeps_what_was_written(
    shop: Shop, phone: Phone, ask: Any
) -> None:
    ticket_id, _ = said(shop)

    assert re.fullmatch(
        rf"It is back: {SHORT.pattern}, see also {SHORT.pattern}\.", phone.got[-1].text
    )
    assert len(set(codes(phone))) == 2
    message = shown(ask, ticket_id)
    assert message["text"] == WORDS
    assert [link["url"] for link in message["links"]] == [
        "https://shop.example/for-your-kitchen/mug?ref=sms",
        "https://shop.example/for-your-kitchen/cup",
    ]


@pytest.mark.acceptance(76)
def test_shortening_is_on_and_can_be_switched_off(shop: Shop, phone: Phone, ask: Any) -> None:
    assert change.shown(shop.desk())["sms"]["shorten_links"] is True
    change.patch(shop.desk(), {"sms": {"shorten_links": False}})

    ticket_id, _ = said(shop)

    assert phone.got[-1].text == WORDS
    assert shown(ask, ticket_id)["links"] == []


@pytest.mark.acceptance(75)
def test_who_follows_a_link_is_led_there_and_counted(
    whole: Edge, shop: Shop, phone: Phone, ask: Any
) -> None:
    ticket_id, _ = said(shop)
    mug, _ = codes(phone)

    status, _, headers = visit(whole, mug)
    visit(whole, mug)

    assert (status, headers["Location"]) == (
        302,
        "https://shop.example/for-your-kitchen/mug?ref=sms",
    )
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    message = shown(ask, ticket_id)
    assert (message["clicks"], [link["clicks"] for link in message["links"]]) == (2, [2, 0])


def test_following_is_one_request(whole: Edge, shop: Shop, phone: Phone) -> None:
    said(shop)

    with gate.recorded() as calls:
        visit(whole, codes(phone)[0])

    assert [call.name for call in calls] == ["dynamodb.UpdateItem"]


def test_nothing_is_kept_of_who_followed(whole: Edge, shop: Shop, phone: Phone) -> None:
    said(shop)
    visit(whole, codes(phone)[0], X_Forwarded_For="203.0.113.9", Referer="https://mail.example")

    row = across_accounts_link("desk.example", codes(phone)[0], followed_at=None)
    assert row

    kept = {name for name, value in row.attribute_values.items() if value is not None}
    assert kept == {"type", "pk", "sk", "account_id", "message_id", "url", "clicks", "first_at",
                    "last_at"}  # fmt: skip


@pytest.mark.parametrize(
    "visitor",
    [
        {"method": "HEAD"},
        {"User_Agent": "WhatsApp/2.23.20.0 A"},
        {"User_Agent": "facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
        {"Sec_Purpose": "prefetch;prerender"},
        {"Purpose": "preview"},
    ],
)
def test_machines_are_led_too_and_not_counted(
    whole: Edge, shop: Shop, phone: Phone, visitor: dict[str, str]
) -> None:
    said(shop)
    code = codes(phone)[0]

    status, _, headers = visit(whole, code, **visitor)

    [link] = storage.known(shop.desk(), [f"desk.example/{code}"]).values()
    assert (status, headers["Location"], link.clicks) == (302, link.url, 0)


@pytest.mark.parametrize(
    "code",
    ["00000000000", "x", "https:%2F%2Fevil.example", "..%2F..%2Fv1%2Fme", "%5Cevil.example",
     "javascript:alert(1)", "0123456789A%0d%0aSet-Cookie:a=b", "%00"],
)  # fmt: skip
def test_what_nobody_wrote_leads_nowhere(whole: Edge, shop: Shop, code: str) -> None:
    status, body, headers = visit(whole, code)

    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"leads nowhere" in body
    assert "Location" not in headers
    assert b"evil" not in body


@pytest.mark.parametrize("query", ["?url=https://evil.example", "?u=//evil", "?next=javascript:x"])
def test_a_link_leads_only_where_the_agent_said(
    whole: Edge, shop: Shop, phone: Phone, query: str
) -> None:
    said(shop)

    headers = visit(whole, codes(phone)[0] + query, X_Forwarded_Host="evil.example")[2]

    assert headers["Location"] == "https://shop.example/for-your-kitchen/mug?ref=sms"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//evil.example", "https://a@evil.example/", "https://a/\r\nX: y"],
)
def test_even_what_stands_in_the_table_is_looked_at_again(
    whole: Edge, shop: Shop, phone: Phone, url: str
) -> None:
    said(shop)
    row = across_accounts_link("desk.example", codes(phone)[0], followed_at=None)
    assert row
    row.update(actions=[LinkRow.url.set(url)])

    assert visit(whole, codes(phone)[0])[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "desk.example.evil.example", "sms.shop.example"])
def test_a_host_that_is_nobodys_knows_no_links(
    whole: Edge, shop: Shop, phone: Phone, host: str
) -> None:
    said(shop)

    assert visit(whole, codes(phone)[0], Host=host)[0] == 404


@pytest.mark.parametrize("host", ["Desk.Example", "desk.example:443", "desk.example.", "127.0.0.1"])
def test_the_installations_own_host_has_several_spellings(
    whole: Edge, shop: Shop, phone: Phone, host: str
) -> None:
    said(shop)

    assert visit(whole, codes(phone)[0], Host=host)[0] == 302


def test_a_busy_table_still_leads_there(whole: Edge, shop: Shop, phone: Phone) -> None:
    said(shop)
    faults = Faults()
    faults.inject("dynamodb.UpdateItem", "throttle", times=20)

    with gate.around(faults), skipped_waits():
        status = visit(whole, codes(phone)[0])[0]

    assert status == 302


def test_a_text_that_is_sent_again_has_the_same_links(
    shop: Shop, phone: Phone, world: World
) -> None:
    phone.refusals.append(Unavailable("Busy."))
    ticket_id, sequence = said(shop)
    world.pass_time(minutes=2)

    assert deliver(shop.desk(), ticket_id, sequence) is State.sent
    assert phone.tried[0].text == phone.got[-1].text != WORDS


def test_a_link_that_was_followed_keeps_its_count_when_the_text_goes_again(
    whole: Edge, shop: Shop, phone: Phone, ask: Any
) -> None:
    ticket_id, sequence = said(shop)
    visit(whole, codes(phone)[0])
    before = codes(phone)
    desk = shop.desk()
    message = deliveries.load(desk, ticket_id, sequence)
    deliveries.settle(desk, message, State.failed, detail="lost")
    deliveries.retry(shop.desk(), deliveries.load(desk, ticket_id, sequence), desk.now())

    deliver(shop.desk(), ticket_id, sequence)

    assert codes(phone) == before
    assert shown(ask, ticket_id)["clicks"] == 1


def test_codes_are_another_shops_own(shop: Shop, other_shop: Shop, phone: Phone) -> None:
    said(shop)
    ours = codes(phone)
    said(other_shop)

    assert not set(ours) & set(codes(phone))
    assert storage.known(other_shop.desk(), [f"desk.example/{code}" for code in ours]) == {}


def test_a_code_that_is_anothers_is_not_taken_over(
    whole: Edge, shop: Shop, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.marketing.links.rules.code_of", lambda _: "0123456789A")
    said(shop, "One: https://shop.example/for-your-kitchen/1")

    said(shop, "Two: https://shop.example/for-your-kitchen/2")

    assert phone.got[-1].text == "Two: https://shop.example/for-your-kitchen/2"
    assert visit(whole, "0123456789A")[2]["Location"] == "https://shop.example/for-your-kitchen/1"


def test_a_text_without_links_costs_nothing(shop: Shop, phone: Phone) -> None:
    with gate.recorded() as calls:
        said(shop, "Yes.")

    assert phone.got[-1].text == "Yes."
    assert not any("X#LINK" in str(call.parameters()) for call in calls)
