"""A shop's own domain for short links, from the record in DNS to the day it is lost (A-112)."""

from functools import partial
from typing import Any

import pytest

from chalicelib.core.desk import Reply
from chalicelib.core.errors import Conflict, Unavailable
from chalicelib.marketing.domains import prove, storage
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.http_world import World
from tests.marketing.domains.looks import (
    CLOUDFLARE,
    GOOGLE,
    asking,
    proved,
    sent,
    swept,
    visit,
)
from tests.marketing.texts import Phone


@pytest.mark.acceptance(75)
def test_links_stand_under_the_shops_own_domain_once_it_is_proved(
    ask: Any, whole: Edge, shop: Shop, phone: Phone, domain: str, records: dict[str, list[str]]
) -> None:
    shown = ask("PUT", "/v1/link_domain", {"domain": domain.upper()})[1]
    assert (shown["domain"], shown["state"]) == (domain, "pending")
    assert shown["record"]["name"] == f"_deskhand.{domain}"
    assert sent(shop, phone).startswith("https://desk.example/l/")

    assert proved(ask, domain, records)["state"] == "verified"

    short = sent(shop, phone)
    assert short.startswith(f"https://{domain}/l/")
    path = short.removeprefix(f"https://{domain}")
    assert visit(whole, domain, path) == 302
    assert visit(whole, "desk.example", path) == 404


def test_nothing_is_proved_by_another_shops_record(
    ask: Any, other_shop: Shop, domain: str, records: dict[str, list[str]]
) -> None:
    ask("PUT", "/v1/link_domain", {"domain": domain})
    records[f"_deskhand.{domain}"] = [prove.proof_of(other_shop.desk(), domain)]

    assert ask("POST", "/v1/link_domain/check")[1]["state"] == "pending"


def test_a_domain_is_one_shops(
    ask: Any, whole: Edge, other_shop: Shop, domain: str, records: dict[str, list[str]]
) -> None:
    proved(ask, domain, records)

    problem = proved(asking(whole, other_shop), domain, records)

    assert (problem["status"], problem["code"]) == (409, "domain_taken")
    assert ask("GET", "/v1/link_domain")[1]["state"] == "verified"


@pytest.mark.parametrize(("days", "state"), [(29, None), (31, "verified")])
def test_a_domain_that_was_given_up_rests_for_a_month(
    ask: Any, whole: Edge, other_shop: Shop, world: World, domain: str,
    records: dict[str, list[str]], days: int, state: str | None,
) -> None:  # fmt: skip
    proved(ask, domain, records)
    assert ask("DELETE", "/v1/link_domain", Idempotency_Key="k")[0] == 204
    assert ask("DELETE", "/v1/link_domain", Idempotency_Key="k")[0] == 204
    assert ask("GET", "/v1/link_domain")[0] == 404
    world.pass_time(days=days)

    assert proved(asking(whole, other_shop), domain, records).get("state") == state


def test_links_of_who_had_the_domain_before_lead_nowhere_under_the_new_owner(
    ask: Any, whole: Edge, shop: Shop, other_shop: Shop, phone: Phone, world: World, domain: str,
    records: dict[str, list[str]],
) -> None:  # fmt: skip
    proved(ask, domain, records)
    path = sent(shop, phone).removeprefix(f"https://{domain}")
    ask("DELETE", "/v1/link_domain")
    assert visit(whole, domain, path) == 302
    assert sent(shop, phone).startswith("https://desk.example/")
    world.pass_time(days=31)

    proved(asking(whole, other_shop), domain, records)

    assert visit(whole, domain, path) == 404


def test_who_gave_a_domain_up_may_take_it_again(
    ask: Any, domain: str, records: dict[str, list[str]]
) -> None:
    proved(ask, domain, records)
    ask("DELETE", "/v1/link_domain")

    assert proved(ask, domain, records)["state"] == "verified"


def test_another_domain_takes_the_place_of_the_first(
    ask: Any, domain: str, records: dict[str, list[str]], shop: Shop, phone: Phone
) -> None:
    proved(ask, domain, records)

    assert ask("PUT", "/v1/link_domain", {"domain": f"new-{domain}"})[1]["state"] == "pending"

    assert sent(shop, phone).startswith("https://desk.example/")
    assert ask("PUT", "/v1/link_domain", {"domain": f"new-{domain}"})[1]["state"] == "pending"


@pytest.mark.usefixtures("alone")
def test_the_sweep_proves_a_domain_without_being_asked(
    ask: Any, world: World, jobs: Jobs, domain: str, records: dict[str, list[str]]
) -> None:
    record = ask("PUT", "/v1/link_domain", {"domain": domain})[1]["record"]
    records[record["name"]] = [record["value"]]
    world.pass_time(minutes=11)

    swept(jobs)

    assert ask("GET", "/v1/link_domain")[1]["state"] == "verified"


@pytest.mark.usefixtures("alone")
def test_a_proof_that_is_gone_is_noticed_within_a_day(
    ask: Any, shop: Shop, phone: Phone, world: World, jobs: Jobs, domain: str,
    records: dict[str, list[str]],
) -> None:  # fmt: skip
    proved(ask, domain, records)
    records.clear()
    world.pass_time(hours=23)
    swept(jobs)
    assert ask("GET", "/v1/link_domain")[1]["state"] == "verified"
    world.pass_time(hours=2)

    swept(jobs)

    assert ask("GET", "/v1/link_domain")[1]["state"] == "lost"
    assert sent(shop, phone).startswith("https://desk.example/")


def test_a_lost_domain_comes_back_with_its_proof(
    ask: Any, world: World, domain: str, records: dict[str, list[str]]
) -> None:
    proved(ask, domain, records)
    kept = dict(records)
    records.clear()
    assert ask("POST", "/v1/link_domain/check")[1]["state"] == "lost"
    records.update(kept)
    world.pass_time(days=5)

    assert ask("POST", "/v1/link_domain/check")[1]["state"] == "verified"


def test_silent_resolvers_take_nothing_away(
    ask: Any, world: World, domain: str, records: dict[str, list[str]]
) -> None:
    proved(ask, domain, records)
    for resolver in (CLOUDFLARE, GOOGLE):
        world.http.on("GET", resolver, Unavailable("Away."))

    shown = ask("POST", "/v1/link_domain/check")[1]

    assert shown["state"] == "verified"


def test_one_resolver_that_knows_is_enough(
    ask: Any, world: World, domain: str, records: dict[str, list[str]]
) -> None:
    unknown = Reply(status=200, headers={}, body=b'{"Status": 3}')
    for first in (Unavailable("Away."), unknown, Reply(status=500, headers={}, body=b"")):
        world.http.on("GET", CLOUDFLARE, first)
        assert proved(ask, domain, records)["state"] == "verified"


def test_two_who_look_at_once_note_one_outcome(
    ask: Any, shop: Shop, domain: str, records: dict[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    record = ask("PUT", "/v1/link_domain", {"domain": domain})[1]["record"]
    records[record["name"]] = [record["value"]]
    is_proved = prove.is_proved

    def slowly(desk: Any, name: str) -> bool | None:
        monkeypatch.setattr(prove, "is_proved", is_proved)
        prove.check(shop.desk())
        return is_proved(desk, name)

    monkeypatch.setattr(prove, "is_proved", slowly)

    assert prove.check(shop.desk()).state == "verified"
    assert prove.check(shop.desk()).version > 2


def test_a_domain_of_another_is_looked_for_quietly(
    ask: Any, whole: Edge, other_shop: Shop, domain: str, records: dict[str, list[str]]
) -> None:
    proved(ask, domain, records)
    proved(asking(whole, other_shop), domain, records)

    prove.check_again(other_shop.desk())
    with pytest.raises(Conflict):
        prove.check(other_shop.desk())

    assert storage.load(other_shop.desk()).state == "pending"


def test_support_may_not_move_links(whole: Edge, shop: Shop) -> None:
    token = shop.session(shop.hire())
    call = partial(whole.call, Authorization=f"Bearer {token}")

    assert call("PUT", "/v1/link_domain", {"domain": "a.example"})[0] == 403
    assert call("DELETE", "/v1/link_domain")[0] == 403
