"""Connecting Zendesk and Gorgias: a token goes in and never comes out."""

import logging
from typing import Any

import pytest

from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.customer_agent.helpdesks import connect, outside, storage
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from chalicelib.customer_agent.helpdesks.storage import HelpdeskRow
from chalicelib.customer_agent.helpdesks.vendors import zendesk_hook
from chalicelib.table import helpdesk_keys
from dev.providers.helpdesks import REFUSED
from tests.accounts.shop import Shop
from tests.customer_agent.helpdesks.world import (
    BASE,
    BODIES,
    GORGIAS,
    SITE,
    TOKEN,
    ZENDESK,
    Elsewhere,
    access,
)
from tests.edge import Edge
from tests.kit.http_world import reply

Both = dict[Helpdesk, Elsewhere]
FIELDS = {Helpdesk.zendesk: ("subdomain", "api_token"), Helpdesk.gorgias: ("domain", "api_key")}


def path(helpdesk: Helpdesk) -> str:
    return f"/v1/helpdesks/{helpdesk.value}"


def test_it_is_connected_shown_and_let_go(
    manage: Any, shop: Shop, both: Both, helpdesk: Helpdesk
) -> None:
    where = FIELDS[helpdesk][0]
    nothing = {where: None, "email": None, "checked_at": None, "problem": None}
    url = f"{BASE}/hooks/helpdesks/{helpdesk.value}/{shop.account.id}"
    away = {"is_connected": False, **nothing, "webhook_url": url}
    assert manage("GET", path(helpdesk))[:2] == (200, away)
    assert not outside.connected(shop.desk(), helpdesk)

    status, shown, _ = manage("PUT", path(helpdesk), BODIES[helpdesk])

    secret = shown.pop("webhook_secret", None)
    assert (status, shown) == (200, {
        "is_connected": True,
        where: SITE,
        "email": "olga@fern.example",
        "checked_at": "2026-03-04T12:00:00.000Z",
        "problem": None,
        "webhook_url": url,
    })  # fmt: skip
    assert (secret is not None) is (helpdesk is Helpdesk.gorgias)
    assert manage("GET", path(helpdesk))[1] == shown
    assert outside.connected(shop.desk(), helpdesk)
    assert manage("DELETE", path(helpdesk), Idempotency_Key="k")[0] == 204
    assert manage("DELETE", path(helpdesk), Idempotency_Key="k")[0] == 204
    assert manage("GET", path(helpdesk))[1] == away
    assert not outside.connected(shop.desk(), helpdesk)
    assert outside.connected(shop.desk(), Helpdesk.own)


def test_zendesk_gets_its_webhook_and_trigger_once(manage: Any, both: Both) -> None:
    manage("PUT", path(Helpdesk.zendesk), ZENDESK)
    manage("DELETE", path(Helpdesk.zendesk))

    manage("PUT", path(Helpdesk.zendesk), ZENDESK)

    site = both[Helpdesk.zendesk].stand_in.site(SITE)
    assert [hook["name"] for hook in site.hooks] == ["Deskhand"]
    [trigger] = site.triggers
    [action] = trigger["actions"]
    assert action["value"] == [site.hooks[0]["id"], zendesk_hook.PAYLOAD]


def test_a_webhook_that_was_taken_away_is_there_again(manage: Any, both: Both) -> None:
    site = both[Helpdesk.zendesk].stand_in.site(SITE)
    manage("PUT", path(Helpdesk.zendesk), ZENDESK)
    site.hooks.clear()

    manage("PUT", path(Helpdesk.zendesk), ZENDESK)

    [hook] = site.hooks
    assert site.triggers[-1]["actions"][0]["value"] == [hook["id"], zendesk_hook.PAYLOAD]


def test_accounts_that_share_a_zendesk_have_a_trigger_each(
    shop: Shop, other_shop: Shop, both: Both
) -> None:
    for each in (shop, other_shop):
        endpoint = connect.hook_url(each.desk(), Helpdesk.zendesk)
        zendesk_hook.add(each.desk(), access(Helpdesk.zendesk), endpoint)

    site = both[Helpdesk.zendesk].stand_in.site(SITE)
    called = [trigger["actions"][0]["value"][0] for trigger in site.triggers]
    assert called == [hook["id"] for hook in site.hooks]
    assert len(called) == 2


def test_gorgias_keeps_its_secret_until_it_is_let_go(manage: Any, both: Both) -> None:
    first = manage("PUT", path(Helpdesk.gorgias), GORGIAS)[1]["webhook_secret"]

    assert "webhook_secret" not in manage("PUT", path(Helpdesk.gorgias), GORGIAS)[1]
    moved = manage("PUT", path(Helpdesk.gorgias), {**GORGIAS, "domain": "moss"})[1]
    assert moved["webhook_secret"] != first
    assert len(first) == 64


def test_what_only_an_administrator_may_is_told_and_can_be_done_by_hand(
    manage: Any, shop: Shop, both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> str:
        raise Forbidden("No.", code="not_allowed")

    monkeypatch.setattr(zendesk_hook, "add", refuse)

    shown = manage("PUT", path(Helpdesk.zendesk), ZENDESK)[1]

    assert (shown["is_connected"], shown["problem"]) == (False, connect.NO_HOOK)
    assert not outside.connected(shop.desk(), Helpdesk.zendesk)
    by_hand = {**ZENDESK, "signing_secret": "0123456789abcdef0123"}
    assert manage("PUT", path(Helpdesk.zendesk), by_hand)[1]["is_connected"] is True


def test_tokens_are_never_told_or_logged_and_rest_sealed(
    manage: Any, shop: Shop, both: Both, helpdesk: Helpdesk, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        told = str([manage("PUT", path(helpdesk), BODIES[helpdesk]), manage("GET", path(helpdesk))])

    row = HelpdeskRow.get(*helpdesk_keys.helpdesk(shop.account.id, helpdesk.value))
    known = storage.load(shop.desk(), helpdesk)
    own = storage.opened(shop.desk(), known)
    assert TOKEN not in told + caplog.text + repr([known, own])
    assert TOKEN.encode() not in row.sealed
    assert own.token == TOKEN


def test_a_token_of_one_account_opens_nothing_for_another(
    shop: Shop, other_shop: Shop, connected: Both, helpdesk: Helpdesk
) -> None:
    with pytest.raises(Forbidden):
        storage.opened(other_shop.desk(), storage.load(shop.desk(), helpdesk))
    assert storage.find_now(other_shop.desk(), helpdesk) is None


@pytest.mark.parametrize(("change", "code"), [("token", "token_refused"), ("place", "not_found")])
def test_what_does_not_work_is_not_kept_and_says_what_to_mend(
    manage: Any, both: Both, helpdesk: Helpdesk, change: str, code: str
) -> None:
    where, token = FIELDS[helpdesk]
    wrong = {token: f"{REFUSED}_0123456789abcdef"} if change == "token" else {where: "nobody"}

    status, problem, _ = manage("PUT", path(helpdesk), {**BODIES[helpdesk], **wrong})

    [error] = problem["errors"]
    assert (status, error["code"], error["pointer"]) == (422, code, f"/{next(iter(wrong))}")
    assert manage("GET", path(helpdesk))[1]["is_connected"] is False


def test_a_helpdesk_that_is_away_changes_nothing(
    manage: Any, shop: Shop, connected: Both, helpdesk: Helpdesk
) -> None:
    connected[helpdesk].answer = Unavailable("Away.")

    another = {**BODIES[helpdesk], FIELDS[helpdesk][1]: "another_token_0123456789"}
    assert manage("PUT", path(helpdesk), another)[0] == 503
    assert storage.opened(shop.desk(), storage.load(shop.desk(), helpdesk)).token == TOKEN


def test_an_end_user_of_zendesk_is_no_agent(manage: Any, both: Both) -> None:
    both[Helpdesk.zendesk].answer = reply(200, {"user": {"id": 1, "role": "end-user"}})
    problem = manage("PUT", path(Helpdesk.zendesk), ZENDESK)[1]
    assert problem["errors"][0]["code"] == "not_allowed"
    both[Helpdesk.zendesk].answer = reply(200, {"user": {"id": None, "name": "Anonymous user"}})
    problem = manage("PUT", path(Helpdesk.zendesk), ZENDESK)[1]
    assert problem["errors"][0]["code"] == "token_refused"


def test_support_may_not_connect(whole: Edge, shop: Shop, helpdesk: Helpdesk) -> None:
    bearer = f"Bearer {shop.session(shop.hire())}"

    assert whole.call("PUT", path(helpdesk), BODIES[helpdesk], Authorization=bearer)[0] == 403
    assert whole.call("DELETE", path(helpdesk), Authorization=bearer)[0] == 403
