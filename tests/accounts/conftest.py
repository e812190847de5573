"""A shop with its owner, ways to ask as anybody, and what was mailed."""

import email
import email.policy
import json
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import boto3
import pytest
from chalice.test import Client
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sqs.models import sqs_backends

import app
from chalicelib import settings
from chalicelib.aws.clients import Clients
from chalicelib.aws.mailer import ACCOUNTS_TAG
from chalicelib.messaging import due
from chalicelib.reports.activity import count as activity
from chalicelib.search import index as search
from chalicelib.web.mount import mounts
from tests.accounts.shop import DeskOf, Shop, open_shop
from tests.edge import Edge

LATER = {search.JOB, due.REFRESH_JOB, activity.JOB}
Mailed = Callable[[str], list[EmailMessage]]
SetUp = Callable[..., None]
Jobs = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def shop(desk_of: DeskOf) -> Shop:
    """Return a shop that no other test uses."""
    return open_shop(desk_of)


@pytest.fixture
def other_shop(desk_of: DeskOf) -> Shop:
    """Return another shop, which must see nothing of the first."""
    return open_shop(desk_of, "Rival Shoes")


@pytest.fixture
def set_up(aws: settings.Settings) -> SetUp:
    """Return what sets up an address at the mail service; moto's own are pending for ever."""

    def verify(address: str, accounts: str = "") -> None:
        client = boto3.client("sesv2", region_name=aws.region)
        tags: Any = [{"Key": ACCOUNTS_TAG, "Value": accounts}] if accounts else []
        client.create_email_identity(EmailIdentity=address, Tags=tags)
        identities: Any = ses_backends[DEFAULT_ACCOUNT_ID][aws.region].email_identities
        identities[address].verified_for_sending_status = True

    return verify


@pytest.fixture(scope="session")
def whole() -> Edge:
    """Return the whole product as callers from outside meet it."""
    return Edge(Client(app.app), tuple(route for each in mounts for route in each.routes.table))


@pytest.fixture
def mailed(aws: settings.Settings) -> Mailed:
    """Return what was mailed to an address, oldest first."""

    def read(address: str) -> list[EmailMessage]:
        sent: list[Any] = ses_backends[DEFAULT_ACCOUNT_ID][aws.region].sent_messages
        mine = [message for message in sent if address in message.destinations]
        policy = email.policy.default
        return [email.message_from_string(m.raw_data, policy=policy) for m in mine]

    return read


@pytest.fixture
def jobs(aws: settings.Settings, clients: Clients) -> Jobs:
    """Return what waits in the queue of jobs, and take it away; it is empty at first.

    What any test orders for minutes later comes into the same queue when it is time.
    """
    client = clients.get("sqs")

    def read() -> list[dict[str, Any]]:
        bodies: list[dict[str, Any]] = []
        while messages := _next(client, aws.jobs_queue):
            bodies += [json.loads(message["Body"]) for message in messages]
        return [body for body in bodies if body.get("job") not in LATER]

    queue: Any = sqs_backends[DEFAULT_ACCOUNT_ID][aws.region].queues["jobs"]
    queue.last_purged_at = None  # SQS does it once a minute only
    client.purge_queue(QueueUrl=aws.jobs_queue)
    return read


def _next(client: Any, url: str) -> list[dict[str, Any]]:
    messages = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    if messages:
        done = [{"Id": m["MessageId"], "ReceiptHandle": m["ReceiptHandle"]} for m in messages]
        client.delete_message_batch(QueueUrl=url, Entries=done)
    return messages
