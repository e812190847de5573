"""A-77, A-78: who forges, repeats or guesses what helpdesks tell reaches nobody's customers."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import jobs as handlers
from chalicelib.core.moments import rfc3339
from chalicelib.customer_agent.helpdesks import outside
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from chalicelib.tickets.model import Message
from dev.web.exchange import Asked
from tests.accounts.conftest import Jobs, jobs, other_shop, shop, whole
from tests.accounts.shop import Shop
from tests.customer_agent.helpdesks.conftest import both, connected, knock, manage
from tests.customer_agent.helpdesks.world import (
    BODIES,
    SITE,
    Elsewhere,
    a_story,
    a_ticket,
    thread,
)
from tests.edge import Edge
from tests.kit.http_world import NOON, World

__all__ = ["both", "connected", "jobs", "manage", "other_shop", "shop", "whole"]
Both = dict[Helpdesk, Elsewhere]
OLD = timedelta(minutes=6)


def told(both: Both, helpdesk: Helpdesk, shop: Shop) -> tuple[str, Asked]:
    """Let a human answer there; return our ticket and the delivery."""
    ours = a_ticket(shop)
    made = outside.create(shop.desk(), helpdesk, a_story(ours.id))
    both[helpdesk].stand_in.reply(SITE, made.ticket_id, "It left today.")
    return ours.id, both[helpdesk].stand_in.reports()[-1]


def worked(jobs: Jobs) -> int:
    orders = [each for each in jobs() if each["job"] == "helpdesk_delivery"]
    for order in orders:
        handlers.run_job(json.dumps(order))
    return len(orders)


def signed(body: bytes, secret: str, at: str) -> dict[str, str]:
    digest = hmac.new(secret.encode(), at.encode() + body, hashlib.sha256).digest()
    return {
        "x-zendesk-webhook-signature": base64.b64encode(digest).decode(),
        "x-zendesk-webhook-signature-timestamp": at,
    }


def test_a_genuine_delivery_is_taken(shop: Shop, connected: Both, whole: Edge, jobs: Jobs) -> None:
    _, asked = told(connected, Helpdesk.zendesk, shop)
    assert (knock(whole, asked), worked(jobs)) == (204, 1)


@pytest.mark.parametrize("wrong", [
    {"x-zendesk-webhook-signature": ""},
    {"x-zendesk-webhook-signature": "AAAA"},
    {"x-zendesk-webhook-signature": "\u00fc"},
    {"x-zendesk-webhook-signature-timestamp": ""},
    {"x-zendesk-webhook-signature-timestamp": "now"},
    {"x-zendesk-webhook-signature-timestamp": "2026-03-04T12:00:01Z"},
])  # fmt: skip
def test_a_forged_signature_of_zendesk_is_refused(
    shop: Shop, connected: Both, whole: Edge, jobs: Jobs, wrong: dict[str, str]
) -> None:
    _, asked = told(connected, Helpdesk.zendesk, shop)
    assert (knock(whole, asked, **wrong), worked(jobs)) == (401, 0)


@pytest.mark.parametrize("secret", ["", "0" * 64, "\u00fc"])
def test_a_guessed_secret_of_gorgias_is_refused(
    shop: Shop, connected: Both, whole: Edge, jobs: Jobs, secret: str
) -> None:
    _, asked = told(connected, Helpdesk.gorgias, shop)
    assert (knock(whole, asked, **{"x-deskhand-secret": secret}), worked(jobs)) == (401, 0)


def test_another_body_under_a_good_signature_is_refused(
    shop: Shop, connected: Both, whole: Edge, jobs: Jobs
) -> None:
    _, asked = told(connected, Helpdesk.zendesk, shop)
    other = Asked(
        method="POST", target=asked.target, headers=asked.headers, body=b'{"ticket_id": "1"}'
    )
    assert (knock(whole, other), worked(jobs)) == (401, 0)


def test_an_old_delivery_is_refused_though_it_was_genuine(
    shop: Shop, connected: Both, whole: Edge, jobs: Jobs, world: World
) -> None:
    _, asked = told(connected, Helpdesk.zendesk, shop)
    world.now += OLD
    assert (knock(whole, asked), worked(jobs)) == (401, 0)


def test_a_repeated_delivery_says_nothing_twice(
    shop: Shop, connected: Both, whole: Edge, jobs: Jobs
) -> None:
    ours, asked = told(connected, Helpdesk.zendesk, shop)
    assert [knock(whole, asked) for _ in range(3)] == [204] * 3
    assert worked(jobs) == 3
    said = [e for e in thread(shop, ours) if isinstance(e, Message) and not e.is_inbound]
    assert [each.text for each in said] == ["It left today."]


@pytest.mark.parametrize("helpdesk", [Helpdesk.zendesk, Helpdesk.gorgias])
def test_what_vouches_for_one_account_vouches_for_no_other(
    shop: Shop, other_shop: Shop, connected: Both, whole: Edge, jobs: Jobs, helpdesk: Helpdesk
) -> None:
    _, asked = told(connected, helpdesk, shop)
    for other in (other_shop.account.id, "acc_" + "0" * 26, "acc_1", "..", "%00"):
        target = asked.target.replace(shop.account.id, other)
        elsewhere = Asked(method="POST", target=target, headers=asked.headers, body=asked.body)
        assert knock(whole, elsewhere) in (401, 404)
    assert worked(jobs) == 0


def test_a_merchant_who_names_anothers_ticket_gets_nothing_into_it(
    shop: Shop, other_shop: Shop, connected: Both, whole: Edge, jobs: Jobs
) -> None:
    """Both may be connected to one Zendesk; each hands over tickets of its own."""
    ours, _ = told(connected, Helpdesk.zendesk, shop)
    token = other_shop.session(other_shop.owner)
    secret = "mallory's own secret".replace(" ", "_")
    body = {**BODIES[Helpdesk.zendesk], "signing_secret": secret}
    put = whole.call("PUT", "/v1/helpdesks/zendesk", body, Authorization=f"Bearer {token}")
    assert put[0] == 200
    outside_id = str(connected[Helpdesk.zendesk].tickets[0]["id"])
    raw = json.dumps({"ticket_id": outside_id}).encode()
    target = f"/hooks/helpdesks/zendesk/{other_shop.account.id}"
    headers = {"content-type": "application/json", **signed(raw, secret, rfc3339(NOON))}
    asked = Asked(method="POST", target=target, headers=headers, body=raw)

    assert (knock(whole, asked), worked(jobs)) == (204, 1)
    assert [each.text for each in thread(shop, ours)] == ["Where is my mug?"]


@pytest.mark.parametrize("raw", [
    b"", b"[]", b"{}", b"\xff", b'{"ticket_id": null}', b'{"ticket_id": "1 OR 1"}',
    b'{"ticket_id": "../2"}', b'{"ticket_id": -1}', b'{"ticket_id": "' + b"9" * 21 + b'"}',
    "{\"ticket_id\": \"\u0661\"}".encode(),
])  # fmt: skip
def test_a_body_that_names_no_ticket_is_refused(
    shop: Shop, connected: Both, manage: Any, whole: Edge, jobs: Jobs, raw: bytes
) -> None:
    secret = "0123456789abcdef0123"
    body = {**BODIES[Helpdesk.zendesk], "signing_secret": secret}
    assert manage("PUT", "/v1/helpdesks/zendesk", body)[0] == 200
    headers = {"content-type": "application/json", **signed(raw, secret, rfc3339(NOON))}
    target = f"/hooks/helpdesks/zendesk/{shop.account.id}"
    asked = Asked(method="POST", target=target, headers=headers, body=raw)
    assert (knock(whole, asked), worked(jobs)) == (400, 0)


@pytest.mark.parametrize("helpdesk", [Helpdesk.zendesk, Helpdesk.gorgias])
@pytest.mark.parametrize("place", [
    "evil.example", "evil.example/", "169.254.169.254", "localhost", "a.b", "fern.evil.example",
    "x@evil", "evil.example#", "evil.example?", "evil:443", "%65vil", "..", "-", "\u2025",
])  # fmt: skip
def test_no_token_goes_to_a_host_of_somebodys_choosing(
    manage: Any, both: Both, helpdesk: Helpdesk, place: str, world: World
) -> None:
    where = "subdomain" if helpdesk is Helpdesk.zendesk else "domain"

    status, problem, _ = manage(
        "PUT", f"/v1/helpdesks/{helpdesk.value}", {**BODIES[helpdesk], where: place}
    )

    hosts = {each.url.split("/")[2] for each in world.http.sent}
    is_refused = (status, problem.get("errors", [{}])[0].get("pointer")) == (422, f"/{where}")
    assert is_refused or hosts == {f"{place}.{helpdesk.value}.com"}


def test_a_name_or_word_of_a_visitor_is_plain_text_there(shop: Shop, connected: Both) -> None:
    story = a_story(a_ticket(shop).id, name="<script>alert(1)</script>\r\nX: y", subject="<b>")

    outside.create(shop.desk(), Helpdesk.zendesk, story)

    asked = [each for each in connected[Helpdesk.zendesk].sent if each.method == "POST"][-1]
    told_so = asked.json()["ticket"]
    assert "html_body" not in told_so["comment"]
    assert all(value.isprintable() for value in asked.headers.values())
