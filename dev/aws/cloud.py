"""The installation: what CloudFormation makes on AWS, made on moto before the first request."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.config import Config
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.ses.models import ses_backends
from pynamodb.constants import STREAM_NEW_AND_OLD_IMAGE

from chalicelib.aws.mailer import ACCOUNTS_TAG
from chalicelib.aws.session import quick_session
from chalicelib.table.row import Row, bind
from dev.aws.gate import Call, Gate, Send, install
from dev.pumps.queue import MAX_RECEIVES, Queue
from dev.pumps.stream import Record, as_lambda_sees

REGION = "eu-central-1"
MAIL_DOMAIN = "in.deskhand.example"
TABLE = "deskhand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A queue's handler and how the template ties them together."""

    handler: str
    batch: int = 10
    visibility: timedelta


QUEUES = {
    "mail": Work(handler="receive_mail", visibility=timedelta(minutes=12)),
    "inbound": Work(handler="receive_inbound", visibility=timedelta(minutes=12)),
    "deliver": Work(handler="deliver", visibility=timedelta(minutes=6)),
    "receipts": Work(handler="settle", visibility=timedelta(minutes=6)),
    "jobs": Work(handler="run_jobs", batch=1, visibility=timedelta(minutes=30)),
}
"""As in `infra/resources.yaml`."""

_FILES = "deskhand-files"
_MAIL = "deskhand-mail"
_SECRET = "/deskhand/signing"
_KEY = "alias/deskhand"
_CONFIGURATION_SET = "deskhand"
BACKSTAGE = "backstage"


class _Raw(BytesIO):
    def stream(self, **_: object) -> list[bytes]:
        return [self.read()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """AWS, as far as the product uses it."""

    gate: Gate
    queues: dict[str, Queue]
    mail_bucket: str
    mock: Any
    session: Any
    clients: dict[str, Any]

    def client(self, service: str) -> Any:
        """Return a client for what AWS itself does; its calls are not the product's."""
        if service not in self.clients:
            config = Config(user_agent_extra=BACKSTAGE)
            client = self.session.create_client(service, region_name=REGION, config=config)
            self.clients[service] = client
        return self.clients[service]

    def environment(self, base_url: str) -> dict[str, str]:
        """Return what the functions' environment says on AWS."""
        return {
            "DESKHAND_TABLE": TABLE,
            "DESKHAND_FILES_BUCKET": _FILES,
            "DESKHAND_MAIL_BUCKET": _MAIL,
            "DESKHAND_DELIVER_QUEUE": self.queues["deliver"].url,
            "DESKHAND_JOBS_QUEUE": self.queues["jobs"].url,
            "DESKHAND_INBOUND_QUEUE": self.queues["inbound"].url,
            "DESKHAND_BASE_URL": base_url,
            "DESKHAND_MAIL_DOMAIN": MAIL_DOMAIN,
            "DESKHAND_SIGNING_SECRET": _SECRET,
            "DESKHAND_KMS_KEY": _KEY,
            "DESKHAND_CONFIGURATION_SET": _CONFIGURATION_SET,
            "DESKHAND_SIGN_UP": "open",
            "DESKHAND_RESOLVERS": os.environ.get("DESKHAND_RESOLVERS", ""),
            "DESKHAND_TRIAL_DAYS": os.environ.get("DESKHAND_TRIAL_DAYS", "0"),
            "DESKHAND_SHOPIFY_CLIENT_ID": "dev-app",
            "DESKHAND_SHOPIFY_CLIENT_SECRET": "dev-app-secret-of-this-laptop",
            "AWS_REGION": REGION,
        }

    def stop(self) -> None:
        """Take moto away."""
        self.gate.remove(_identities)
        self.gate.remove(_parameters)
        self.gate.remove(_senders)
        self.mock.stop()


def is_backstage(call: Call) -> bool:
    """Tell whether the laptop's AWS makes this call, not the product."""
    agent = call.request.headers.get("User-Agent") or b""
    return BACKSTAGE.encode() in (agent if isinstance(agent, bytes) else agent.encode())


def start() -> Cloud:
    """Start moto in this process and make everything the product needs."""
    os.environ.update(
        AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled",
        AWS_DEFAULT_REGION=REGION,
        AWS_ACCESS_KEY_ID="laptop",
        AWS_SECRET_ACCESS_KEY="laptop",
    )
    gate = install()
    mock = mock_aws()
    mock.start()
    gate.add(_parameters)
    gate.add(_senders)
    gate.add(_identities)
    session = quick_session()
    cloud = Cloud(gate=gate, queues={}, mail_bucket=_MAIL, mock=mock, session=session, clients={})
    _make_queues(cloud)
    _make_buckets(cloud)
    _make_mail(cloud)
    _make_key(cloud)
    _make_table()
    return cloud


def stream_records(clock: Callable[[], datetime]) -> Callable[[int], list[Record]]:
    """Return what takes the oldest records off the table's stream."""
    taken = 0

    def take(count: int) -> list[Record]:
        nonlocal taken
        table = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables[TABLE]
        records: list[Any] = table.stream_shard.items if table.stream_shard else []
        batch = records[taken : taken + count]
        arn = f"{table.table_arn}/stream/{table.latest_stream_label}"
        now = clock()
        shaped = [as_lambda_sees(record.to_json(), arn=arn, at=now) for record in batch]
        # moto numbers records by their place, so the places stay and only what they held goes.
        records[taken : taken + len(batch)] = [None] * len(batch)
        taken += len(batch)
        return shaped

    return take


def _make_queues(cloud: Cloud) -> None:
    sqs = cloud.client("sqs")
    for name, work in QUEUES.items():
        dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
        dead_arn = f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT_ID}:{name}-dead"
        policy = {"deadLetterTargetArn": dead_arn, "maxReceiveCount": MAX_RECEIVES}
        attributes = {"RedrivePolicy": json.dumps(policy)}
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        arn = f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT_ID}:{name}"
        cloud.queues[name] = Queue(
            name=name,
            arn=arn,
            url=url,
            dead_letters_url=dead,
            batch=work.batch,
            visibility=work.visibility,
        )


def _make_buckets(cloud: Cloud) -> None:
    s3 = cloud.client("s3")
    for name in (_FILES, _MAIL):
        where = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)


def _make_mail(cloud: Cloud) -> None:
    ses = cloud.client("sesv2")
    ses.create_email_identity(EmailIdentity=MAIL_DOMAIN)
    ses.create_configuration_set(ConfigurationSetName=_CONFIGURATION_SET)


def _make_key(cloud: Cloud) -> None:
    kms = cloud.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=_KEY, TargetKeyId=key)


def _make_table() -> None:
    bind(TABLE, region=REGION)
    meta: Any = Row.Meta
    meta.stream_view_type = STREAM_NEW_AND_OLD_IMAGE
    Row.create_table(wait=False)


def _senders(call: Call, send: Send) -> AWSResponse:
    """Let the mail service know every sender: no shop proves its domain to a laptop."""
    if call.name == "sesv2.SendEmail":
        sender = call.parameters()["FromEmailAddress"]
        ses_backends[DEFAULT_ACCOUNT_ID][REGION].verify_email_identity(sender)
    return send()


def _parameters(call: Call, send: Send) -> AWSResponse:
    # moto's SSM takes more than a second to import, for one parameter.
    if call.name != "ssm.GetParameter":
        return send()
    value = json.dumps(["5e" * 32])
    return _answered(call, {"Parameter": {"Name": _SECRET, "Value": value, "Type": "SecureString"}})


def _identities(call: Call, send: Send) -> AWSResponse:
    # Nobody on a laptop can set up a domain: mail goes out from every address.
    if call.name != "sesv2.GetEmailIdentity":
        return send()
    tags = [{"Key": ACCOUNTS_TAG, "Value": "any"}]
    return _answered(call, {"VerifiedForSendingStatus": True, "Tags": tags})


def _answered(call: Call, answer: dict[str, Any]) -> AWSResponse:
    return AWSResponse(call.request.url, 200, {}, _Raw(json.dumps(answer).encode()))
