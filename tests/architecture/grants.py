"""What a call of AWS needs to be granted, and what the policies grant: both as plain pairs."""

import json
import re
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote, urlsplit

from dev.aws.gate import Call
from tests.architecture.code import ROOT

Grant = tuple[str, str]
"""An action and the resource of the template that it is about, such as `Table/index/by_due`."""

_ACTIONS = {
    "sqs.SendMessageBatch": ("sqs:SendMessage",),
    "s3.HeadObject": ("s3:GetObject",),
    "s3.CreateMultipartUpload": ("s3:PutObject",),
    "s3.UploadPart": ("s3:PutObject",),
    "s3.CompleteMultipartUpload": ("s3:PutObject",),
    "s3.CopyObject": ("s3:GetObject", "s3:PutObject"),
    # A mail that is complete already is asked about under both names.
    "sesv2.SendEmail": ("ses:SendEmail", "ses:SendRawEmail"),
    "sesv2.GetEmailIdentity": ("ses:GetEmailIdentity",),
}
_TRANSACTIONS = {"dynamodb.TransactWriteItems", "dynamodb.TransactGetItems"}
_BUCKETS = {"deskhand-files": "FilesBucket", "deskhand-mail": "MailBucket"}
_QUEUES = {"deliver": "DeliverQueue", "jobs": "JobsQueue", "inbound": "InboundQueue"}
_ONLY = {"kms": "VaultKey", "ssm": "parameterSigningSecret"}
_SOURCES = {
    "receive_mail": "MailQueue",
    "receive_inbound": "InboundQueue",
    "deliver": "DeliverQueue",
    "settle": "ReceiptsQueue",
    "run_jobs": "JobsQueue",
}


def covers(grant: Grant, need: Grant) -> bool:
    """Tell whether a grant, whose resource may have a `*`, allows what is needed."""
    return grant[0] == need[0] and fnmatchcase(need[1], grant[1])


def needed(call: Call) -> Iterator[Grant]:
    """Yield what must be granted for a call."""
    if call.name in _TRANSACTIONS:
        for item in call.parameters()["TransactItems"]:
            yield from ((f"dynamodb:{verb}Item", "Table") for verb in item)
        return
    actions = _ACTIONS.get(call.name) or (call.name.replace(".", ":", 1),)
    for action in actions:
        yield from ((action, resource) for resource in _resources(call))


def of_the_platform(function: str) -> Iterator[Grant]:
    """Yield what Lambda needs to bring a function its work, and to take its words and traces."""
    logs = f"{function.title().replace('_', '').replace('Api', 'API')}Logs"
    yield from ((f"logs:{verb}", logs) for verb in ("CreateLogStream", "PutLogEvents"))
    yield from ((f"xray:Put{what}", "*") for what in ("TraceSegments", "TelemetryRecords"))
    if queue := _SOURCES.get(function):
        for verb in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
            yield f"sqs:{verb}", queue
    if function == "fold_stream":
        for verb in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"):
            yield f"dynamodb:{verb}", "Table.StreamArn"
        yield "sqs:SendMessage", "StreamDeadQueue"


def granted(function: str) -> set[Grant]:
    """Return what a function's policy grants."""
    path = ROOT / ".chalice" / f"policy-{function}.json"
    statements = json.loads(path.read_text(encoding="utf-8"))["Statement"]
    assert all(statement["Effect"] == "Allow" for statement in statements)
    return {
        (action, named(resource))
        for statement in statements
        for action in statement["Action"]
        for resource in statement["Resource"]
    }


def named(resource: str | Mapping[str, Any]) -> str:
    """Return the short name of a policy's resource.

    >>> named({"Fn::Sub": "${Table.Arn}/index/by_due"})
    'Table/index/by_due'
    """
    if isinstance(resource, str):
        return resource
    if "Fn::GetAtt" in resource:
        return ".".join(resource["Fn::GetAtt"]).removesuffix(".Arn")
    last = re.split(r"(?<!:):(?!:)", str(resource["Fn::Sub"]))[-1]
    return re.sub(r"\$\{(\w+)(?:\.Arn)?\}", r"\1", last)


def _resources(call: Call) -> tuple[str, ...]:
    place = urlsplit(call.request.url)
    match call.service:
        case "dynamodb":
            index = call.parameters().get("IndexName")
            return (f"Table/index/{index}" if index else "Table",)
        case "sqs":
            return (_QUEUES[call.parameters()["QueueUrl"].rpartition("/")[2]],)
        case "s3":
            path = unquote(f"{(place.hostname or '').partition('.')[0]}{place.path}")
            bucket, _, key = path.partition("/")
            return (f"{_BUCKETS[bucket]}/{key}",)
        case "kms" | "ssm":
            return (_ONLY[call.service],)
        case _ if call.name == "sesv2.SendEmail":
            sender = parseaddr(call.parameters()["FromEmailAddress"])[1]
            return f"identity/{sender.partition('@')[2]}", "configuration-set/ConfigurationSet"
        case _:
            return (f"identity/{unquote(place.path).rpartition('/')[2]}",)
