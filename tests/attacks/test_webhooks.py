"""A-77, A-78, A-80: who is at the door of providers has to be the provider (F-43, F-44)."""

import base64
import gzip
import json
import time
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.test import Client, HTTPResponse

import app
from chalicelib import settings
from chalicelib.channels.model import Delivery
from chalicelib.inboxes import connect, tokens
from chalicelib.inboxes.model import Edit
from chalicelib.messaging.hook_routes import MAX_BODY
from dev.aws.gate import Call, gate
from dev.web.exchange import Asked
from dev.web.gateway import Gateway
from tests.accounts.shop import Shop
from tests.channels.sms import texts
from tests.inboxes.numbers import connected
from tests.kit.http_world import World, reply
from tests.messaging.deliveries import Line, line, shop

__all__ = ["line", "shop"]
OTHER = "f" * 32


@cache
def client() -> Client:
    return Client(app.app)


def post(delivery: Delivery, path: str = "/hooks/twilio") -> HTTPResponse:
    """Let a delivery arrive, as API Gateway brings it."""
    query = delivery.url.partition("?")[2]
    target = f"{path}?{query}" if query else path
    return client().http.request("POST", target, headers=dict(delivery.headers), body=delivery.body)


def signature(delivery: Delivery) -> str:
    return delivery.headers["x-twilio-signature"]


def signed(delivery: Delivery, given: str) -> Delivery:
    return replace(delivery, headers={**delivery.headers, "x-twilio-signature": given})


def as_hex(delivery: Delivery) -> str:
    return base64.b64decode(signature(delivery)).hex()


def unsigned(delivery: Delivery) -> Delivery:
    return replace(delivery, headers={"content-type": delivery.headers["content-type"]})


def test_what_is_signed_gets_in(line: Line) -> None:
    answer = post(line.text(Body="Größe? 🌿 + & ="))

    assert (answer.status_code, answer.body) == (200, b"<Response/>")
    assert answer.headers["Content-Type"] == "text/xml"
    assert line.read() == 1
    assert line.texts() == ["Größe? 🌿 + & ="]


SPOILT: dict[str, Any] = {
    "no signature": unsigned,
    "an empty signature": lambda d: signed(d, ""),
    "hex instead of base64": lambda d: signed(d, as_hex(d)),
    "upper case": lambda d: signed(d, signature(d).upper()),
    "lower case": lambda d: signed(d, signature(d).lower()),
    "cut": lambda d: signed(d, signature(d)[:-4]),
    "twice in one header": lambda d: signed(d, f"{signature(d)}, {signature(d)}"),
    "of no secret": lambda d: signed(d, signature(texts.posted(d.body, token=""))),
    "of another secret": lambda d: signed(d, signature(texts.posted(d.body, token=OTHER))),
    "of the body alone": lambda d: signed(d, signature(texts.posted(d.body, ""))),
    "another body": lambda d: replace(d, body=d.body.replace(b"Hello", b"Hullo")),
    "another form of the same": lambda d: replace(d, body=d.body + b"&Extra=1"),
    "as JSON": lambda d: replace(d, headers={**d.headers, "content-type": "application/json"}),
    "another query": lambda d: replace(d, url=f"{d.url}?message=msg_1"),
    "packed": lambda d: replace(d, body=gzip.compress(d.body)),
    "nothing": lambda d: replace(d, body=b""),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_not_rightly_signed_is_refused_and_only_counted(line: Line, spoil: Any) -> None:
    with gate.recorded() as calls:
        answer = post(spoil(line.text()))

    assert (answer.status_code, json.loads(answer.body)["code"]) == (401, "unauthenticated")
    assert line.waiting() == []
    assert _writes(calls) <= {"dynamodb.UpdateItem"}


def _writes(calls: list[Call]) -> set[str]:
    reads = ("dynamodb.GetItem", "dynamodb.Query", "kms.Decrypt", "ssm.GetParameter")
    return {call.name for call in calls} - set(reads)


def test_another_accounts_secret_opens_nothing(
    line: Line, world: World, desk_of: Any, aws: settings.Settings
) -> None:
    from tests.accounts.shop import open_shop

    rival = open_shop(desk_of, "Rival Shoes")
    inbox = connected(rival.desk(), world)
    connect.edit(rival.desk(), inbox.id, Edit(credentials={"auth_token": OTHER}))

    answer = post(texts.twilio(token=OTHER, To=line.inbox.address))

    assert answer.status_code == 401
    assert post(texts.twilio(token=OTHER, To=inbox.address)).status_code == 200
    assert line.waiting() == []


def test_two_numbers_in_one_form_are_those_of_who_signed(line: Line, world: World) -> None:
    body = line.text().body + b"&" + urlencode({"To": "+12025550100"}).encode()

    assert post(replace(line.text(), body=body)).status_code == 401


@pytest.mark.parametrize("size", [10 * 1024 * 1024, MAX_BODY + 1])
@pytest.mark.parametrize("path", ["/hooks/twilio", "/hooks/meta", "/hooks/sns"])
def test_more_than_any_provider_sends_is_too_large(line: Line, path: str, size: int) -> None:
    kind = {"content-type": "application/json"}
    big = Delivery(provider="x", method="POST", url=path, headers=kind, body=b"x" * size)

    with gate.recorded() as calls:
        answer = post(big, path)

    assert (answer.status_code, json.loads(answer.body)["code"]) == (413, "too_large")
    assert calls == []


@pytest.mark.parametrize("path", ["/hooks/twilio", "/hooks/meta", "/hooks/sns"])
@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"\xff\xfe", b"null", b'{"object": [[[', b"[" * 100_000, b"To=1"]
)
def test_nonsense_is_refused_by_every_door(line: Line, path: str, body: bytes) -> None:
    headers = {"content-type": "application/json", "x-hub-signature-256": "sha256=00"}
    told = Delivery(provider="x", method="POST", url=path, headers=headers, body=body)

    assert post(told, path).status_code == 401


def test_other_kinds_of_bodies_do_not_get_to_the_door(line: Line) -> None:
    headers = {**line.text().headers, "content-type": "multipart/form-data; boundary=x"}

    assert post(replace(line.text(), headers=headers)).status_code == 415


def test_a_text_that_comes_again_has_no_effect(line: Line, world: World) -> None:
    told = line.text()
    for later in (timedelta(), timedelta(seconds=1), timedelta(minutes=6), timedelta(days=30)):
        world.now += later
        assert post(told).status_code == 200
        line.read()
    assert post(line.text(Body="Another text under this id")).status_code == 200
    line.read()

    assert line.texts() == ["Hello"]


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (timedelta(seconds=1), 204),
        (timedelta(minutes=6), 204),
        (timedelta(hours=2), 401),
        (timedelta(days=30), 401),
        (timedelta(minutes=-30), 401),
    ],
)
def test_where_the_moment_is_signed_it_counts(
    shop: Shop, world: World, aws: settings.Settings, age: timedelta, status: int
) -> None:
    line = Line(shop, connected(shop.desk(), world, provider="aws"), aws)
    world.http.on("GET", texts.CERTIFICATE, reply(200, text=texts.certificate()))
    said = texts.a_text(destinationNumber=line.inbox.address)
    told = texts.sns(said, at=world.now - age)
    kind = {"content-type": "text/plain; charset=UTF-8"}

    assert post(replace(told, headers=kind), "/hooks/sns").status_code == status


def test_the_door_is_quick_though_nothing_can_be_done_behind_it(line: Line) -> None:
    def fail(call: Call) -> None:
        if call.name in ("dynamodb.TransactWriteItems", "dynamodb.PutItem", "s3.PutObject"):
            raise AssertionError(f"{call.name} at the door")

    post(line.text())
    with gate.hooked(before=fail):
        started = time.perf_counter()
        answers = [post(line.text(MessageSid=f"SM{number}")) for number in range(10)]
        seconds = time.perf_counter() - started

    assert {answer.status_code for answer in answers} == {200}
    assert seconds / 10 < 1


@pytest.mark.parametrize("port", ["", ":443"])
def test_a_usual_port_is_part_of_the_address_or_not(line: Line, port: str) -> None:
    fields = {"To": line.inbox.address}
    told = texts.twilio(f"https://desk.example{port}/hooks/twilio", **fields)

    assert post(replace(told, url=texts.URL)).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/hooks/twilio",
        "https://proxy.internal/hooks/twilio",
        "https://desk.example:8443/hooks/twilio",
        "https://desk.example/api/hooks/twilio",
        "https://desk.example/hooks/twilio/",
        "https://desk.example/hooks/twilio?b=1",
    ],
)
def test_a_text_signed_for_another_address_is_refused(line: Line, url: str) -> None:
    told = texts.twilio(url, To=line.inbox.address)

    assert post(replace(told, url=texts.URL)).status_code == 401


def test_what_a_proxy_says_of_the_host_does_not_count(line: Line) -> None:
    told = texts.twilio("https://evil.example/hooks/twilio", To=line.inbox.address)
    headers = {**told.headers, "X-Forwarded-Host": "evil.example", "Host": "evil.example"}

    assert post(replace(told, url=texts.URL, headers=headers)).status_code == 401


def challenge(**asked: str) -> HTTPResponse:
    query = urlencode({f"hub.{name}": text for name, text in asked.items()})
    return client().http.request("GET", f"/hooks/meta?{query}")


def test_meta_is_shown_that_the_path_is_ours(line: Line) -> None:
    token = tokens.verify_token(line.desk())

    answer = challenge(mode="subscribe", verify_token=token, challenge="1158201444")

    assert (answer.status_code, answer.body) == (200, b"1158201444")
    assert answer.headers["Content-Type"] == "text/plain"


@pytest.mark.parametrize(
    "asked",
    [
        {"verify_token": "guess"},
        {"verify_token": ""},
        {"verify_token": "acc_1." + "a" * 32},
        {"mode": "unsubscribe"},
        {"challenge": "<script>alert(1)</script>"},
        {"challenge": "1" * 201},
        {"challenge": ""},
    ],
    ids=str,
)
def test_nobody_else_gets_a_challenge_back(line: Line, asked: dict[str, str]) -> None:
    right = {
        "mode": "subscribe",
        "verify_token": tokens.verify_token(line.desk()),
        "challenge": "1158201444",
    }

    answer = challenge(**{**right, **asked})

    assert answer.status_code == 403
    assert b"script" not in answer.body


def test_bytes_arrive_as_they_were_sent(line: Line) -> None:
    """Chalice's client is kind to bytes; this is the way they go on a laptop, as on AWS."""
    told = line.text(Body="Größe \u0000 \ud7ff 🌿 %ZZ +&=\r\n")
    asked = Asked(method="POST", target="/hooks/twilio", headers=told.headers, body=told.body)

    assert Gateway(app.app).answer(asked).status == 200
