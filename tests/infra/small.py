"""A stage with a small template, and what deploys it."""

from collections.abc import Callable

from infra import deploy
from infra.account import stack
from infra.account.stage import Stage
from tests.infra.account import DOMAIN, REGION, Screen, dns

STAGE = Stage(name="prod", region=REGION, mail_domain=DOMAIN)
INBOUND = f"inbound-smtp.{REGION}.amazonaws.com"
DNS = dns({(INBOUND, "A"): ("192.0.2.1",), (DOMAIN, "MX"): (f"10 {INBOUND}.",)})
PARAMETERS = ("MailDomain", "BaseUrl", "MailIdentity", "SigningSecret", "SignUp")
SMALL = {
    "Parameters": {
        **{name: {"Type": "String", "Default": ""} for name in PARAMETERS},
        "WorkerConcurrency": {"Type": "Number", "Default": 20},
    },
    "Resources": {
        "Table": {
            "Type": "AWS::DynamoDB::Table",
            "DeletionPolicy": "Retain",
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "DeletionProtectionEnabled": True,
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            },
        },
        "Files": {
            "Type": "AWS::S3::Bucket",
            "DeletionPolicy": "Retain",
            "Properties": {"VersioningConfiguration": {"Status": "Enabled"}},
        },
        "Key": {
            "Type": "AWS::KMS::Key",
            "DeletionPolicy": "Retain",
            "Properties": {"KeyPolicy": '{"Version": "2012-10-17", "Statement": []}'},
        },
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {}},
    },
}
Make = Callable[..., deploy.Tools]


def deployed(tools: deploy.Tools, stage: Stage = STAGE) -> str:
    """Deploy with every offer taken; return what was said."""
    screen = Screen(agrees=True)
    assert deploy.deploy(stage, screen, tools), screen.text
    return screen.text


def here(tools: deploy.Tools) -> stack.Known:
    """Return the stack as it is."""
    known = stack.describe(tools.cloud_of(STAGE), STAGE.stack_name)
    assert known
    return known
