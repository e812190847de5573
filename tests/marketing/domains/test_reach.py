"""Whether a domain leads here, and what becomes of links while it does not."""

from typing import Any

import pytest

from chalicelib.core.errors import DeliveryFailed, Unavailable
from chalicelib.marketing.domains import reach
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.http_world import World
from tests.kit.http_world import reply as reply_of
from tests.marketing.domains.looks import PROBE, leading, proved, sent, swept
from tests.marketing.texts import Phone

ELSEWHERE = reply_of(200, text="<h1>A shop</h1>")


@pytest.mark.acceptance(75)
@pytest.mark.parametrize(
    "answer",
    [ELSEWHERE, reply_of(404), reply_of(302), reply_of(503), Unavailable("Away."),
     DeliveryFailed("No.", permanent=True)],
)  # fmt: skip
def test_links_wait_until_the_domain_leads_here(
    ask: Any, shop: Shop, phone: Phone, world: World, domain: str, records: dict[str, list[str]],
    answer: Any,
) -> None:  # fmt: skip
    world.http.on("GET", PROBE, answer)
    assert ask("PUT", "/v1/link_domain", {"domain": domain})[1]["reason"] == "dns"

    shown = proved(ask, domain, records)

    assert (shown["state"], shown["reason"]) == ("pending", "https")
    assert sent(shop, phone).startswith("https://desk.example/l/")


def test_another_deployments_answer_is_none(
    ask: Any, shop: Shop, world: World, domain: str, records: dict[str, list[str]]
) -> None:
    answers = ["0" * 64, reach.answer(shop.desk(), "other.shop.example", "0" * 64) or ""]
    for told in answers:
        world.http.on("GET", PROBE, reply_of(200, text=told))

        assert proved(ask, domain, records)["reason"] == "https"


def test_an_answer_to_an_earlier_question_is_none(
    ask: Any, shop: Shop, world: World, domain: str, records: dict[str, list[str]]
) -> None:
    proved(ask, domain, records)
    [asked] = [each for each in world.http.sent if reach.PATH in each.url]
    old = reach.answer(shop.desk(), domain, asked.url.rpartition("/")[2]) or ""
    world.http.on("GET", PROBE, reply_of(200, text=old))

    assert ask("POST", "/v1/link_domain/check")[1]["state"] == "lost"


@pytest.mark.usefixtures("alone")
def test_a_way_that_ends_elsewhere_is_noticed_and_links_fall_back(
    ask: Any, shop: Shop, phone: Phone, world: World, jobs: Jobs, domain: str,
    records: dict[str, list[str]],
) -> None:  # fmt: skip
    proved(ask, domain, records)
    world.http.on("GET", PROBE, ELSEWHERE)
    world.pass_time(hours=25)

    swept(jobs)

    shown = ask("GET", "/v1/link_domain")[1]
    assert (shown["state"], shown["reason"]) == ("lost", "https")
    assert sent(shop, phone).startswith("https://desk.example/l/")


@pytest.mark.usefixtures("alone")
def test_a_domain_that_is_silent_once_is_kept_and_twice_is_lost(
    ask: Any, shop: Shop, phone: Phone, world: World, jobs: Jobs, domain: str,
    records: dict[str, list[str]],
) -> None:  # fmt: skip
    proved(ask, domain, records)
    world.http.on("GET", PROBE, Unavailable("Away."))
    world.pass_time(hours=25)
    swept(jobs)
    assert ask("GET", "/v1/link_domain")[1]["state"] == "verified"
    assert sent(shop, phone).startswith(f"https://{domain}/l/")
    world.pass_time(minutes=61)

    swept(jobs)

    assert ask("GET", "/v1/link_domain")[1]["reason"] == "https"
    assert sent(shop, phone).startswith("https://desk.example/l/")


@pytest.mark.usefixtures("alone")
def test_a_lost_way_that_is_found_again_brings_the_domain_back(
    ask: Any, whole: Edge, world: World, jobs: Jobs, domain: str, records: dict[str, list[str]]
) -> None:
    proved(ask, domain, records)
    world.http.on("GET", PROBE, ELSEWHERE)
    assert ask("POST", "/v1/link_domain/check")[1]["state"] == "lost"
    world.http.on("GET", PROBE, leading(whole))
    world.pass_time(hours=25)

    swept(jobs)

    shown = ask("GET", "/v1/link_domain")[1]
    assert (shown["state"], shown["reason"], shown["lost_at"]) == ("verified", None, None)


@pytest.mark.parametrize("challenge", ["0", "0" * 63, "G" * 64, "0" * 65, "%00"])
def test_only_our_own_questions_are_answered(whole: Edge, shop: Shop, challenge: str) -> None:
    assert whole.call("GET", f"/l/probe/{challenge}")[0] == 404
