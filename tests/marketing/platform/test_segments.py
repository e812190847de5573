"""Teams are chosen by segments of the customer platform, and nobody waits for it (decision 25)."""

import threading
from typing import Any

import pytest

from chalicelib.core.errors import Unavailable
from chalicelib.customers.edit import edit
from chalicelib.customers.model import Edit, Who
from chalicelib.marketing.platform import connect, segments, storage
from chalicelib.messaging.receive import Received, receive
from chalicelib.routing.model import Sorting
from chalicelib.routing.spam import not_spam
from chalicelib.teams import edit as teams
from chalicelib.teams import model
from chalicelib.tickets.apply import apply
from tests.accounts.shop import Shop
from tests.builders import an_inbound
from tests.kit.http_world import Sent, World, reply
from tests.marketing.platform.klaviyo_world import API_KEY, Klaviyo
from tests.marketing.texts import NUMBER, text

MAIL = "ann@home.example"


@pytest.fixture
def klaviyo(world: World) -> Klaviyo:
    """Return a Klaviyo that knows one VIP."""
    found = Klaviyo(segments={NUMBER: ["VIP"], MAIL: ["VIP"]})
    found.listen(world)
    return found


@pytest.fixture
def vips(shop: Shop, klaviyo: Klaviyo) -> str:
    """Return a team for VIPs in a shop whose platform is connected."""
    connect.connect(shop.desk(), "klaviyo", api_key=API_KEY, webhook_secret="")
    wanted = model.Edit(name="VIPs", agent_ids=(shop.owner.id,), segments=("vip",))
    klaviyo.asked.clear()
    return teams.create(shop.desk(), wanted).id


def team_of(received: Received) -> str | None:
    assert received.ticket
    return received.ticket.team_id


def mail(shop: Shop, number: int) -> Received:
    return receive(shop.desk(), an_inbound(provider_id=f"{number}@home.example"))


@pytest.mark.acceptance(93, 94)
def test_a_ticket_goes_to_the_team_of_its_customers_segment(shop: Shop, vips: str) -> None:
    assert team_of(text(shop)) == vips


def test_a_mail_is_looked_up_by_its_address(shop: Shop, vips: str, klaviyo: Klaviyo) -> None:
    assert team_of(mail(shop, 1)) == vips
    assert klaviyo.asked == ["/api/profiles", f"/api/profiles/{MAIL.replace('@', '%40')}/segments"]


def test_what_was_asked_is_remembered_for_a_quarter_of_an_hour(
    shop: Shop, vips: str, klaviyo: Klaviyo, world: World
) -> None:
    mail(shop, 1)
    asked = len(klaviyo.asked)
    world.pass_time(minutes=14)
    assert team_of(mail(shop, 2)) == vips
    assert len(klaviyo.asked) == asked

    world.pass_time(minutes=2)
    klaviyo.segments[MAIL] = []

    assert team_of(mail(shop, 3)) is None


def test_nobody_is_asked_where_no_team_names_segments(
    shop: Shop, vips: str, klaviyo: Klaviyo
) -> None:
    teams.edit(shop.desk(), vips, model.Edit(segments=(), tags=("vip",)))

    assert team_of(text(shop)) is None
    assert klaviyo.asked == []


def test_nobody_is_asked_about_spam(
    shop: Shop, vips: str, klaviyo: Klaviyo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.messaging.intake.sort", lambda *_, **__: Sorting(is_spam=True))
    spam = text(shop)
    assert spam.ticket
    assert klaviyo.asked == []

    done = apply(shop.desk(), spam.ticket.id, not_spam(shop.asked_by(shop.owner)))

    assert done.ticket.team_id == vips


def test_own_segments_count_beside_the_platforms(shop: Shop, vips: str, klaviyo: Klaviyo) -> None:
    klaviyo.segments.clear()
    ticket = text(shop).ticket
    assert ticket
    assert ticket.team_id is None
    edit(shop.desk(), ticket.customer.id, Edit(segments=("VIP",)))

    assert team_of(text(shop, inbox="+15005550007")) == vips


@pytest.mark.parametrize(
    "answer",
    [
        Unavailable("Away."),
        reply(500),
        reply(429),
        reply(200, text="<html>"),
        reply(200, [1, 2]),
        reply(200, {"data": [{"id": 7}]}),
        reply(403),
        ValueError("anything"),
    ],
)
def test_whatever_fails_the_ticket_comes(
    shop: Shop, vips: str, world: World, klaviyo: Klaviyo, answer: Any
) -> None:
    world.http.on("GET", "https://a.klaviyo.com/*", answer)

    assert team_of(text(shop)) is None
    assert team_of(mail(shop, 1)) is None  # and the next one does not even ask
    assert sum("klaviyo" in sent.url for sent in world.http.sent) <= 5


def test_what_was_known_counts_while_the_platform_is_away(
    shop: Shop, vips: str, world: World, klaviyo: Klaviyo
) -> None:
    mail(shop, 1)
    world.pass_time(hours=1)
    world.http.on("GET", "https://a.klaviyo.com/*", Unavailable("Away."))

    assert team_of(mail(shop, 2)) == vips


def test_it_is_asked_again_after_a_rest(
    shop: Shop, vips: str, world: World, klaviyo: Klaviyo
) -> None:
    world.http.on("GET", "https://a.klaviyo.com/*", Unavailable("Away."))
    mail(shop, 1)
    klaviyo.listen(world)
    assert team_of(mail(shop, 2)) is None
    world.pass_time(seconds=31)

    assert team_of(mail(shop, 3)) == vips


def test_nobody_waits_longer_than_the_limit(
    shop: Shop, vips: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, has_answered = threading.Event(), threading.Event()

    def dawdle(_: Sent) -> Any:
        released.wait(3)
        has_answered.set()
        raise Unavailable("Too late.")

    world.http.on("GET", "https://a.klaviyo.com/*", dawdle)
    monkeypatch.setattr(segments, "SECONDS", 0.05)

    assert team_of(text(shop)) is None
    assert not has_answered.is_set()
    released.set()


def test_the_limit_is_two_seconds() -> None:
    assert segments.SECONDS == 2.0


def test_a_refused_key_is_shown_and_forgiven(
    shop: Shop, vips: str, world: World, klaviyo: Klaviyo
) -> None:
    klaviyo.key = "another"
    mail(shop, 1)
    assert storage.load(shop.desk()).fault == "Klaviyo does not take this key."
    klaviyo.key = API_KEY
    world.pass_time(minutes=1)

    mail(shop, 2)

    assert storage.load(shop.desk()).fault == ""


def test_all_pages_are_read_and_none_of_a_stranger(
    shop: Shop, vips: str, world: World, klaviyo: Klaviyo
) -> None:
    klaviyo.pages = 3
    assert team_of(mail(shop, 1)) == vips
    assert sum(path.endswith("/segments") for path in klaviyo.asked) == 3

    stolen = reply(200, {"data": [], "links": {"next": "https://evil.example/keys"}})
    world.http.on("GET", "https://a.klaviyo.com/api/profiles/*/segments*", stolen)
    world.pass_time(hours=1)

    assert team_of(mail(shop, 2)) is None
    assert not any("evil" in sent.url for sent in world.http.sent)


def test_who_has_no_address_is_not_looked_for(shop: Shop, vips: str, klaviyo: Klaviyo) -> None:
    assert segments.segments_of(shop.desk(), Who(id="cus_1"), frozenset({"x"})) == {"x"}
    assert klaviyo.asked == []
