"""Settings and the set-up of mail over HTTP."""

from functools import partial
from typing import Any

import pytest

from tests.accounts.conftest import Mailed
from tests.accounts.shop import Shop
from tests.edge import Edge

PROMISED = {
    "round_robin": {"enabled"},
    "office_hours": {"time_zone", "days", "holidays"},
    "auto_close": {"enabled", "after_hours"},
    "web_chat": {"follow_up_email", "reply_in_hours", "reply_out_of_hours"},
    "sms": {"autoresponder", "shorten_links", "notify"},
    "unread_badge": {"enabled"},
}


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as the owner."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.owner)}")


@pytest.mark.acceptance(68)
def test_settings_have_the_promised_shape(ask: Any) -> None:
    status, settings, _ = ask("GET", "/v1/settings")

    assert status == 200
    assert {name: set(settings[name]) & fields for name, fields in PROMISED.items()} == PROMISED
    assert set(settings["web_chat"]["follow_up_email"]) == {"enabled", "from_address"}
    assert set(settings["sms"]["autoresponder"]) == {"mode", "text"}


@pytest.mark.acceptance(68, 84)
def test_settings_are_changed_and_shown(ask: Any) -> None:
    wanted = {
        "auto_close": {"enabled": True, "after_hours": 24},
        "office_hours": {
            "time_zone": "Europe/Berlin",
            "days": {"mon": [["09:00", "17:00"]]},
            "holidays": ["2026-12-25"],
        },
    }

    status, settings, _ = ask("PATCH", "/v1/settings", wanted)

    assert status == 200
    assert settings["office_hours"] == wanted["office_hours"]
    assert settings["auto_close"]["after_hours"] == 24
    assert ask("GET", "/v1/settings")[1] == settings


@pytest.mark.acceptance(80)
def test_settings_tell_whether_the_office_is_open_and_when_it_opens(ask: Any) -> None:
    assert ask("GET", "/v1/settings")[1]["office"] == {"is_open": True, "opens_at": None}
    never = {"office_hours": {"days": {"mon": []}}}

    assert ask("PATCH", "/v1/settings", never)[1]["office"] == {"is_open": False, "opens_at": None}
    status, problem, _ = ask("PATCH", "/v1/settings", {"office": {"is_open": True}})
    assert (status, problem["errors"][0]["pointer"]) == (422, "/office")


@pytest.mark.parametrize(
    ("body", "status"),
    [([], 422), ("x", 422), ({"auto_close": {"after_hours": 2161}}, 422), ({"who": 1}, 422)],
)
def test_wrong_settings_are_refused(ask: Any, body: object, status: int) -> None:
    answer = ask("PATCH", "/v1/settings", body)

    assert answer[0] == status
    assert answer[1]["errors"]


@pytest.mark.acceptance(15, 69, 79)
def test_a_support_address_is_set_up(ask: Any, shop: Shop, mailed: Mailed) -> None:
    address = f"help@{shop.account.slug}.example"

    status, added, _ = ask("POST", "/v1/settings/email/addresses", {"address": address})
    assert (status, added["state"]) == (201, "pending")
    assert added["forward_to"] == f"{shop.account.slug}@in.desk.example"
    path = f"/v1/settings/email/addresses/{address}"
    assert ask("POST", f"{path}/test")[0] == 202
    assert "Forwarding test" in mailed(address)[0]["Subject"]
    [listed] = ask("GET", "/v1/settings")[1]["email"]["addresses"]
    assert (listed["address"], listed["state"]) == (address, "pending")
    assert ask("DELETE", path.replace("@", "%40"))[0] == 204
    assert ask("GET", "/v1/settings")[1]["email"]["addresses"] == []


def test_the_chat_secret_is_for_those_who_manage_keys(ask: Any, whole: Edge, shop: Shop) -> None:
    mine = {"Authorization": f"Bearer {shop.session(shop.hire())}"}

    assert ask("GET", "/v1/settings/web_chat/secret")[1] == {"secret": shop.account.chat_secret}
    assert whole.call("GET", "/v1/settings/web_chat/secret", **mine)[0] == 403
