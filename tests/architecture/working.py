"""A day in a shop in which every function does all that it can, and who made which call.

Run as a program, since a product takes the whole of moto: `python -m tests.architecture.working
answer.json` writes what each function needed.
"""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chalicelib.core.hours import WEEKDAYS
from chalicelib.messaging.bulk import CHUNK
from dev import shopping
from dev.web.exchange import Asked
from tests.architecture.day import CUSTOMER, Day
from tests.architecture.subscribing import change_subscriptions
from tests.channels.sms import texts

LONG = "The mug is broken, and so am I. " * 300
"""Longer than a row holds, and no longer than the chat takes."""
OFFER = "Claim your bitcoin prize now, winner! Guaranteed profit, click the link below, act now!!!"
PICTURE = "data:image/png;base64,iVBORw0KGgo="
ADVERT = "Guaranteed first page! Buy 10,000 backlinks today, only $99: https://rank.example/buy now"
DAY = timedelta(days=1)
_PROFILE = {"profile": {"data": {"type": "profile", "id": CUSTOMER}}}
_PAYLOAD = {
    "data": {
        "attributes": {"timestamp": 1772625600, "event_properties": {"note": "x" * 300}},
        "relationships": _PROFILE,
    }
}
"""An order of somebody whom the platform names by its own id alone."""


def main(answer: Path) -> None:
    """Let the day pass."""
    day = Day()
    try:
        with day.product.cloud.gate.hooked(before=day.heard):
            for part in _PARTS:
                part(day)
    finally:
        day.product.stop()
    used = {function: sorted(needs) for function, needs in day.used.items()}
    answer.write_text(json.dumps(used), encoding="utf-8")


def _people(day: Day) -> None:
    stranger = {"name": "Mug Shop", "email": "olga@shop.example", "owner_name": "Olga"}
    day.inbox = day.ask("POST", "/v1/accounts", stranger)["inbound_address"]
    day.rest()
    _sign_in(day)
    day.ask("POST", "/v1/agents", {"email": "maya@s.example", "name": "Maya", "role": "support"})
    day.ask("GET", "/v1/agents")
    day.ask("PUT", "/v1/me/presence", {"online": True})
    day.ask("POST", "/v1/settings/email/addresses", {"address": "help@mugs.example"})
    day.ask("POST", "/v1/settings/email/addresses/help@mugs.example/test")
    day.mail(day.inbox, str(day.last_mail().message.get_content()))


def _sign_in(day: Day) -> None:
    found = re.search(r"dhl_\w+", str(day.last_mail().message.get_content()))
    assert found
    day.token = day.ask("POST", "/v1/sessions/confirm", {"token": found[0]})["token"]


def _mails(day: Day) -> None:
    for text in (LONG, *["And a plate."] * CHUNK):
        day.mail(day.inbox, text)
    day.ask("GET", "/v1/tickets?view=unassigned")
    listed = day.ask("GET", "/v1/tickets?limit=1")
    day.ask("GET", f"/v1/tickets?limit=1&cursor={listed['next_cursor']}")
    day.ticket = listed["data"][0]["id"]


def _marketing(day: Day) -> None:
    me = day.ask("GET", "/v1/me")
    keys = {"api_key": "pk_0123456789abcdef", "webhook_secret": "0123456789abcdef"}
    day.ask("PUT", "/v1/customer_platform", {"provider": "klaviyo", **keys})
    day.ask("POST", "/v1/teams", {"name": "VIP", "agent_ids": [me["id"]], "segments": ["VIP"]})
    day.mail(day.inbox, "Where is my mug?")
    customer = {"email": CUSTOMER}
    order = {"id": "1", "metric": "Placed Order", "customer": customer, "value": 5}
    day.ask("POST", "/v1/events", {**order, "properties": {"order_id": "1001"}})
    whose = day.ask("GET", "/v1/tickets?limit=1")["data"][0]["customer"]["id"]
    day.ask("GET", f"/v1/customers/{whose}/predictions")
    record = day.ask("PUT", "/v1/link_domain", {"domain": "go.mugs.example"})["record"]
    day.ask("POST", "/dev/dns", {"name": record["name"], "values": [record["value"]]})
    way = {"name": "go.mugs.example", "type": "CNAME", "values": ["localhost"]}
    day.ask("POST", "/dev/dns", way)
    day.ask("POST", "/dev/klaviyo", {
        "account_id": me["account"]["id"],
        "secret": keys["webhook_secret"],
        "items": [{"external_id": str(n), "topic": "event:api.placed_order", "payload": _PAYLOAD}
                  for n in range(1_000)],
    })  # fmt: skip
    day.rest()
    day.product.advance(timedelta(minutes=12))
    assert day.ask("GET", "/v1/link_domain")["state"] == "verified"
    for path in ("/v1/link_domain", "/v1/customer_platform"):
        day.ask("DELETE", path)


def _shop(day: Day) -> None:
    shopping.connect(day.product, day.site, day.token)
    for order in (
        {"email": CUSTOMER, "lines": [{"title": LONG, "quantity": 1, "price": "5"}] * 50},
        {"email": CUSTOMER},
    ):
        day.ask("POST", "/dev/shopify", {"order": order})
        day.rest()
    [ticket, *_] = day.ask("GET", "/v1/tickets?view=all&limit=1")["data"]
    customer = ticket["customer"]["id"]
    day.ask("PATCH", f"/v1/customers/{customer}", {"name": "Anna"})
    for _ in range(2):
        day.ask("GET", f"/v1/customers/{customer}/orders")
    change_subscriptions(day, ticket["id"])
    orders = f"/v1/tickets/{ticket['id']}/orders"
    [newest, other, *_] = day.ask("GET", orders)["data"]
    line = {"id": newest["lines"][0]["id"], "quantity": 3}
    edit = {"lines": [line], "updated_at": newest["updated_at"]}
    done = day.ask("PUT", f"{orders}/{newest['id']}/lines", edit)
    day.ask("GET", f"/v1/tickets/{ticket['id']}/actions/{done['id']}")
    day.ask("POST", "/dev/shopify", {"trouble": "lost_once"})
    day.ask("POST", f"{orders}/{other['id']}/cancel", {"reason": "customer"})
    day.product.advance(timedelta(minutes=3))
    domain = day.ask("GET", "/v1/shop")["domain"]
    for topic in ("customers/data_request", "app/uninstalled", "shop/redact"):
        day.ask("POST", "/dev/shopify", {"topic": topic, "payload": {"shop_domain": domain}})
        day.rest()
    day.ask("DELETE", "/v1/shop")
    day.rest()


def _routing(day: Day) -> None:
    day.ask("PATCH", "/v1/settings", {"round_robin": {"enabled": True}})
    day.mail(day.inbox, OFFER)
    day.ask("PUT", "/v1/me/presence", {"online": False})
    day.mail(day.inbox, "Do you sell saucers?")
    day.ask("PUT", "/v1/me/presence", {"online": True})
    day.rest()
    [spam, *_] = day.ask("GET", "/v1/tickets?view=spam")["data"]
    day.ask("POST", f"/v1/tickets/{spam['id']}/not_spam")
    day.rest()
    day.ask("PATCH", "/v1/settings", {"on_offline_assignee": "reroute"})
    day.ask("PUT", "/v1/me/presence", {"online": False})
    path = f"/v1/tickets/{day.ticket}"
    day.ask("POST", f"{path}/replies", {"text": "Yes."})
    day.rest()
    address = day.last_mail().message["Reply-To"]
    day.ask("POST", f"{path}/assign", {"agent_id": day.ask("GET", "/v1/me")["id"], "force": True})
    day.ask("POST", f"{path}/close")
    day.mail(address, "And cups?")
    _out_of_hours(day)


def _out_of_hours(day: Day) -> None:
    later = WEEKDAYS[(datetime.now(UTC).weekday() + 3) % 7]
    hours = {"days": {later: [["09:00", "17:00"]]}}
    day.ask("PATCH", "/v1/settings", {"office_hours": hours})
    day.mail(day.inbox, "Do you open at noon?")
    day.ask("PUT", "/v1/me/presence", {"online": True})
    day.product.advance(timedelta(minutes=3))
    day.ask("PATCH", "/v1/settings", {"office_hours": {"days": None}})
    day.rest()


def _work(day: Day) -> None:
    path = f"/v1/tickets/{day.ticket}"
    day.ask("POST", f"{path}/replies", {"text": LONG})
    day.rest()
    sent = day.last_mail().message
    day.mail(sent["Reply-To"], "Thanks!")
    day.mail(day.inbox, "Thanks again!", answers=sent["Message-ID"])
    thread = day.ask("GET", f"{path}/messages")
    files = [(m["id"], f["id"]) for m in thread["data"] for f in m["attachments"]]
    day.ask("GET", "/v1/messages/{}/attachments/{}".format(*files[0]))
    customer = thread["ticket"]["customer"]["id"]
    day.ask("GET", f"/v1/customers/{customer}/tickets")
    day.ask("PATCH", f"/v1/customers/{customer}", {"phone": "+493012345678"})
    _in_bulk(day)
    view = day.ask("POST", "/v1/views", {"name": "Mugs", "filters": {"tags": ["mug"]}})
    day.ask("GET", f"/v1/tickets?view={view['id']}")
    day.ask("DELETE", f"/v1/views/{view['id']}")
    day.ask("GET", "/v1/feed?after=1")


def _in_bulk(day: Day) -> None:
    for action in (
        {"action": "tag", "tags": ["mug"], "view": "all"},
        {"action": "tag", "tags": ["plate"], "view": "unassigned"},
        {"action": "unassign", "ids": [day.ticket]},
    ):
        job = day.ask("POST", "/v1/tickets/bulk", action)
        day.rest()
        day.ask("GET", f"/v1/jobs/{job['job_id']}")
    job = day.ask("POST", "/v1/tickets/bulk", {"action": "close", "view": "spam"})
    day.ask("POST", f"/v1/jobs/{job['job_id']}/cancel")


def _files(day: Day) -> None:
    path, files = f"/v1/tickets/{day.ticket}", day.upload("mug.png", b"a mug")
    day.ask("GET", f"/v1/uploads/{files[0]}")
    day.ask("POST", f"{path}/replies", {"text": "", "attachment_ids": files})
    day.ask("POST", f"{path}/notes", {"text": "The same", "attachment_ids": files})
    day.rest()


def _chat(day: Day) -> None:
    key = day.ask("GET", "/v1/me")["account"]["public_key"]
    opening = {"public_key": key, "email": "bea@mail.example"}
    token = day.ask("POST", "/v1/chat/sessions", opening)["token"]
    day.ask("POST", "/v1/chat/messages", {"text": "Hello?"}, token)
    conversation = day.ask("GET", "/v1/chat/messages", token=token)["conversation"]
    day.rest()
    day.ask("POST", f"/v1/tickets/{conversation}/replies", {"text": LONG})
    day.rest()
    day.product.advance(timedelta(minutes=10))


def _texts(day: Day) -> None:
    for provider, number in (("twilio", "+12025550146"), ("aws", "+12025550147")):
        wanted = day.product.network.connect("sms", number, provider)
        day.ask("POST", "/v1/inboxes", wanted)
        written = ({"text": "A mug?"}, {"text": LONG * 20}, {"text": "", "media": PICTURE})
        for said in (*written, {"text": "HELP"}, {"text": "STOP"}, {"text": "START"}):
            day.product.network.write("sms", {"from": "+447700900199", "to": number, **said})
            day.rest()
        found = day.ask("GET", "/v1/tickets?view=all")["data"]
        [ticket] = [each for each in found if each["inbox"] == number]
        files = {"attachment_ids": day.upload("mug.png", b"a mug")}
        answer = {"text": "Yes, that mug.", **files}
        day.ask("POST", f"/v1/tickets/{ticket['id']}/replies", answer)
        day.rest()
        if provider == "twilio":
            _report_of_nothing(day, number, wanted["credentials"]["auth_token"])
    # In the days that pass its token is renewed.
    day.ask("POST", "/v1/inboxes", day.product.network.connect("instagram", "fern.and.moss.day"))
    number = "+12025550148"  # of somebody who is known by another one
    day.ask("POST", "/v1/inboxes", day.product.network.connect("sms", number))
    day.product.network.write("sms", {"from": "+447700900199", "to": number, "text": ADVERT})
    day.rest()


def _report_of_nothing(day: Day, number: str, token: str) -> None:
    url = f"{day.product.base_url}/hooks/twilio"
    told = texts.receipt("delivered", url, token=token, From=number, MessageSid="SM0")
    path, headers = "/hooks/twilio", told.headers
    asked = Asked(method="POST", target=path, headers=headers, body=told.body)
    assert day.product.gateway.answer(asked).status == 200
    day.rest()


def _losses(day: Day) -> None:
    account = day.ask("GET", "/v1/me")["account"]["id"]
    day.report(f"{account}-{_unsent(day)}")
    _unsent(day)
    day.ask("POST", "/v1/tickets/bulk", {"action": "close", "ids": [day.ticket]})
    day.lose("jobs")
    day.product.advance(timedelta(hours=1))


def _unsent(day: Day) -> str:
    sent = day.ask("POST", f"/v1/tickets/{day.ticket}/replies", {"text": "Are you there?"})
    assert day.product.stream
    day.product.stream.run_once()
    day.lose("deliver")
    return str(sent["id"])


def _time_passes(day: Day) -> None:
    day.ask("PATCH", "/v1/settings", {"auto_close": {"enabled": True, "after_hours": 48}})
    day.rest()
    day.ask("DELETE", "/v1/sessions/current")
    day.ask("POST", "/v1/sessions", {"email": "olga@shop.example"})
    day.rest()
    _sign_in(day)
    day.ask("PUT", "/v1/me/presence", {"online": True})
    day.export()
    day.ask("POST", f"/v1/tickets/{day.ticket}/reopen")
    day.ask("POST", f"/v1/tickets/{day.ticket}/snooze", {"preset": "tomorrow"})
    day.product.advance(15 * DAY)


_PARTS = (
    _people, _mails, _marketing, _shop, _routing, _work, _files, _chat, _texts, _losses,
    _time_passes,
)  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
