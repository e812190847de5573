"""A-82, A-83: work that nobody of ours has put there is not done."""

import json
from email.message import EmailMessage
from typing import Any

import pytest

import app
from chalicelib import settings, wiring
from tests.accounts.shop import Shop
from tests.edge import Edge

KEY = "raw/forged"
HANDLERS = ("receive_mail", "receive_inbound", "deliver", "settle", "run_jobs", "fold_stream")


def a_mail(to: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ann@customer.example", to, "Forged?"
    mail["Message-ID"] = "<forged@customer.example>"
    mail.set_content("Where is my order?")
    return mail.as_bytes()


def announced(bucket: str, to: str) -> str:
    action = {"type": "S3", "bucketName": bucket, "objectKey": KEY}
    verdicts = {f"{name}Verdict": {"status": "PASS"} for name in ("spf", "dkim", "dmarc", "virus")}
    receipt = {"recipients": [to], "action": action, **verdicts}
    source = {"source": "ann@customer.example"}
    return json.dumps({"notificationType": "Received", "mail": source, "receipt": receipt})


def from_sqs(body: str) -> dict[str, Any]:
    return {"Records": [{"messageId": "m-1", "body": body, "eventSource": "aws:sqs"}]}


def subjects(whole: Edge, shop: Shop) -> list[str]:
    bearer = f"Bearer {shop.session(shop.owner)}"
    _, found, _ = whole.call("GET", "/v1/tickets?status=any", Authorization=bearer)
    return [ticket["subject"] for ticket in found["data"]]


def test_a_mail_in_somebody_elses_bucket_is_not_read(shop: Shop, whole: Edge) -> None:
    ports = wiring.ports()
    to = shop.account.inbound_address(ports.place.mail_domain)
    ports.raw_mail.put(KEY, a_mail(to), content_type="message/rfc822")

    refused = app.receive_mail(from_sqs(announced("a-strangers-bucket", to)), None)
    assert refused == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    assert subjects(whole, shop) == []

    assert app.receive_mail(from_sqs(announced(ports.mail_bucket, to)), None) == {
        "batchItemFailures": []
    }
    assert subjects(whole, shop) == ["Forged?"]


@pytest.mark.parametrize(
    "path", ["/hooks/twilio", "/hooks/meta", "/hooks/sns", "/hooks/shopify", "/v1/chat/messages"]
)
def test_a_request_that_looks_like_work_from_a_queue_is_none(
    path: str, shop: Shop, whole: Edge
) -> None:
    ports = wiring.ports()
    to = shop.account.inbound_address(ports.place.mail_domain)
    ports.raw_mail.put(KEY, a_mail(to), content_type="message/rfc822")

    status, _, _ = whole.call("POST", path, from_sqs(announced(ports.mail_bucket, to)))

    assert 400 <= status < 500
    assert subjects(whole, shop) == []


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_worker_does_not_take_a_request_for_work(handler: str, aws: settings.Settings) -> None:
    request = {"httpMethod": "POST", "path": "/v1/tickets", "body": json.dumps({"Records": []})}

    with pytest.raises(KeyError):
        getattr(app, handler)(request, None)


def test_the_api_does_not_take_work_from_a_queue_for_a_request(aws: settings.Settings) -> None:
    assert app.app(from_sqs("{}"), None)["statusCode"] == 500
