"""The receipt rule set of a stack, in which other stages may have rules of theirs."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from infra.account import facts, stack
from infra.account.cloud import Cloud, code


def others(rules: Sequence[dict[str, Any]], own: set[str]) -> list[str]:
    """Return the names of the rules that do not store mail in a bucket among our own ids."""
    return [rule["Name"] for rule in rules if own.isdisjoint(_buckets(rule))]


def _buckets(rule: dict[str, Any]) -> list[str]:
    actions = rule.get("Actions", ())
    return [each["S3Action"]["BucketName"] for each in actions if "S3Action" in each]


def rules_of_others(cloud: Cloud, known: stack.Known, own: set[str]) -> list[str]:
    """Return what goes with our rule set and is not ours: AWS deletes a set with all its rules."""
    name = known.outputs.get("MailRuleSet")
    if not name:
        return []
    try:
        found = cloud.client("ses").describe_receipt_rule_set(RuleSetName=name)
    except ClientError as error:
        if code(error) in ("RuleSetDoesNotExist", "RuleSetDoesNotExistException"):
            return []
        raise
    return others(found.get("Rules", ()), own)


def let_go(cloud: Cloud, known: stack.Known) -> None:
    """Make no receipt rule set active where ours is: SES deletes none that is."""
    own = known.outputs.get("MailRuleSet")
    if own and facts.active_rules(cloud) == own:
        cloud.client("ses").set_active_receipt_rule_set()
