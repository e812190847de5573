"""A world for every test: moto for AWS, a clock that stands, an account of its own."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import boto3
import pytest
from hypothesis import settings as hypothesis
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from chalicelib import settings, wiring
from chalicelib.aws.clients import Clients
from chalicelib.core.desk import Desk
from chalicelib.table.row import Row, forget_extended
from dev.aws.direct import answer_directly
from dev.aws.gate import install
from tests.kit.http_world import World

pytest_plugins = (
    "tests.plugins.acceptance",
    "tests.plugins.engine",
    "tests.plugins.quick",
    "tests.plugins.slow_pages",
)

# A busy machine is no fault: times are bounded where a test is about time. What a change is judged
# by is the same for everybody; `make test-explore` goes looking for what nobody has tried yet.
hypothesis.register_profile("deskhand", deadline=None, derandomize=True, max_examples=40)
hypothesis.register_profile("thorough", deadline=None, derandomize=True, max_examples=200)
hypothesis.register_profile("explore", deadline=None, max_examples=2_000)
hypothesis.load_profile("deskhand")

REGION = "eu-west-1"
ENVIRONMENT = {
    "DESKHAND_TABLE": "deskhand-test",
    "DESKHAND_FILES_BUCKET": "deskhand-test-files",
    "DESKHAND_MAIL_BUCKET": "deskhand-test-mail",
    "DESKHAND_DELIVER_QUEUE": "deliver",
    "DESKHAND_JOBS_QUEUE": "jobs",
    "DESKHAND_INBOUND_QUEUE": "inbound",
    "DESKHAND_BASE_URL": "https://desk.example",
    "DESKHAND_MAIL_DOMAIN": "in.desk.example",
    "DESKHAND_SIGNING_SECRET": "/deskhand/test/signing",
    "DESKHAND_KMS_KEY": "alias/deskhand-test",
    "DESKHAND_CONFIGURATION_SET": "deskhand-test",
    "DESKHAND_SIGN_UP": "open",
    "DESKHAND_TRIAL_DAYS": "0",
    "DESKHAND_SHOPIFY_CLIENT_ID": "app-of-the-house",
    "DESKHAND_SHOPIFY_CLIENT_SECRET": "hush",
    "AWS_REGION": REGION,
}


@pytest.fixture(autouse=True)
def nothing_newer() -> Iterator[None]:
    """Let each test begin in a process that has met nothing of newer code."""
    yield
    forget_extended()


@pytest.fixture(scope="session", autouse=True)
def credentials() -> Iterator[None]:
    """Keys that are nobody's, whatever this machine has, and a gate that no client comes before."""
    install()
    answer_directly()
    with pytest.MonkeyPatch.context() as monkey:
        monkey.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
        monkey.setenv("AWS_DEFAULT_REGION", REGION)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            monkey.setenv(name, "testing")
        yield


@pytest.fixture(scope="session")
def aws(engine_url: str | None) -> Iterator[settings.Settings]:
    """Moto (for DynamoDB, the engine chosen) with buckets, queues and secret, once a run."""
    with mock_aws():
        environment = provision()
        yield settings.load(environment)


def provision() -> dict[str, str]:
    """Make everything but the table; return what the functions' environment says."""
    environment = dict(ENVIRONMENT)
    s3 = boto3.client("s3", region_name=REGION)
    for name in ("DESKHAND_FILES_BUCKET", "DESKHAND_MAIL_BUCKET"):
        s3.create_bucket(
            Bucket=environment[name], CreateBucketConfiguration={"LocationConstraint": REGION}
        )
    sqs = boto3.client("sqs", region_name=REGION)
    for name in ("DESKHAND_DELIVER_QUEUE", "DESKHAND_JOBS_QUEUE", "DESKHAND_INBOUND_QUEUE"):
        environment[name] = sqs.create_queue(QueueName=environment[name])["QueueUrl"]
    ssm = boto3.client("ssm", region_name=REGION)
    secret = environment["DESKHAND_SIGNING_SECRET"]
    ssm.put_parameter(Name=secret, Type="SecureString", Value=f'["{"ab" * 32}"]')
    kms = boto3.client("kms", region_name=REGION)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=environment["DESKHAND_KMS_KEY"], TargetKeyId=key)
    ses = boto3.client("sesv2", region_name=REGION)
    ses.create_email_identity(EmailIdentity=environment["DESKHAND_MAIL_DOMAIN"])
    return environment


@pytest.fixture(scope="session")
def table(aws: settings.Settings) -> settings.Settings:
    """The one table; tests keep apart by account, never by table."""
    wiring.build(aws)
    Row.create_table(wait=True)
    return aws


@pytest.fixture
def alone(table: settings.Settings, engine_url: str | None) -> Iterator[None]:
    """Take away meanwhile what others left in moto's table: a sweep looks at all of it."""
    if engine_url:
        yield
        return
    rows = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables[table.table].items
    kept = dict(rows)
    rows.clear()
    yield
    rows.clear()
    rows.update(kept)


@pytest.fixture
def world() -> World:
    """Return a world at noon."""
    return World()


@pytest.fixture(scope="session")
def clients() -> Clients:
    """Clients for a whole run: reading a service's description takes as long as a test."""
    return Clients(REGION)


@pytest.fixture
def ports(table: settings.Settings, clients: Clients, world: World) -> Iterator[wiring.Ports]:
    """Install ports on moto, with the world's clock, ids and foreign hosts."""
    built = replace(
        wiring.build(table, clock=world.clock, clients=clients),
        http=world.http,
        randomness=world.randomness,
        sleep=world.slept.append,
    )
    wiring.install(built)
    yield built
    wiring.install(None)


_accounts = itertools.count(1)
_operations = itertools.count(1)


@pytest.fixture
def desk_of(ports: wiring.Ports) -> Callable[[str], Desk]:
    """Return a maker of desks; every call is a new operation."""

    def make(account_id: str) -> Desk:
        return wiring.system_desk(account_id, f"op_{next(_operations)}")

    return make


@pytest.fixture
def desk(desk_of: Callable[[str], Desk]) -> Desk:
    """Return a desk of an account that no other test uses."""
    return desk_of(f"acc_{next(_accounts):026d}")
