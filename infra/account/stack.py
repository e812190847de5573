"""The stack: brought to a template by a change set, watched until it stands."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from infra.account.cloud import Cloud, code
from infra.account.kept import KINDS, kept
from infra.account.terminal import Terminal

_PLANNED = "REVIEW_IN_PROGRESS"
"""A change set was made once, and nothing else."""
HALF_GONE = "DELETE_FAILED"
"""Somebody took it away, and something of it stayed: what it had may not be forgotten."""
_UNMADE = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
"""A creation that failed: nobody has used it."""
_SECONDS = 3.0
_SILENT = 10
"""So many looks without news, and what was asked for is taken to be over."""
_ATTEMPTS = 1200
_NOTHING = ("didn't contain changes", "No updates are to be performed")


class StackError(Exception):
    """The stack did not get where it should; the reasons are AWS's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A stack as CloudFormation describes it."""

    id: str
    status: str
    reason: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_standing(self) -> bool:
        """Tell whether there is a deployed version, whatever became of later ones."""
        return self.status not in (_PLANNED, HALF_GONE, *_UNMADE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Says what happens to a stack meanwhile."""

    terminal: Terminal
    sleep: Callable[[float], None] = time.sleep


def describe(cloud: Cloud, name: str) -> Known | None:
    """Return the stack of this name or id, or None."""
    try:
        found = cloud.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if code(error) == "ValidationError":
            return None
        raise
    return Known(
        id=found["StackId"],
        status=found["StackStatus"],
        reason=found.get("StackStatusReason", ""),
        parameters={
            p["ParameterKey"]: p.get("ParameterValue", "") for p in found.get("Parameters", ())
        },
        outputs={o["OutputKey"]: o["OutputValue"] for o in found.get("Outputs", ())},
    )


def given(
    names: Iterable[str], said: Mapping[str, str], before: Known | None
) -> list[dict[str, Any]]:
    """Return what a change set is told of these parameters: as said, else as before."""
    kept = set(before.parameters) if before and before.is_standing else set()
    chosen: list[dict[str, Any]] = []
    for name in names:
        if name in said:
            chosen.append({"ParameterKey": name, "ParameterValue": said[name]})
        elif name in kept:
            chosen.append({"ParameterKey": name, "UsePreviousValue": True})
    return chosen


def losses(changes: list[dict[str, Any]]) -> list[str]:
    """Return the resources that a change set would take away or put others in place of."""
    found: list[str] = []
    for change in (each["ResourceChange"] for each in changes):
        goes = change["Action"] == "Remove" or change.get("Replacement") == "True"
        if goes and change["ResourceType"] in KINDS - {"AWS::SES::EmailIdentity"}:
            found.append(change["LogicalResourceId"])
    return found


def change(
    cloud: Cloud, name: str, url: str, parameters: list[dict[str, Any]], *, watch: Watch
) -> bool:
    """Bring the stack to the template; return whether there was anything to change.

    Raises StackError with the reason of what failed first, and before anything that holds data
    would be replaced.
    """
    before = settled(cloud, name, watch)
    is_new = before is None or before.status == _PLANNED
    made = _change_set(cloud, name, url, parameters, kind="CREATE" if is_new else "UPDATE")
    changes = _planned(cloud, made["Id"], watch)
    if changes is None:
        return False
    lost = losses(changes)
    if lost:
        cloud.client("cloudformation").delete_change_set(ChangeSetName=made["Id"])
        raise StackError(f"This would replace what holds data, so it was not done: {lost}")
    watch.terminal.say(f"{len(changes)} resources change.")
    seen = {event["EventId"] for event in _events(cloud, made["StackId"])}
    cloud.client("cloudformation").execute_change_set(ChangeSetName=made["Id"])
    follow(cloud, made["StackId"], seen, watch=watch)
    return True


def preview(
    cloud: Cloud, name: str, url: str, parameters: list[dict[str, Any]], *, watch: Watch
) -> Iterator[str]:
    """Yield what would change of a stack that stands, and change nothing."""
    made = _change_set(cloud, name, url, parameters, kind="UPDATE")
    changes = _planned(cloud, made["Id"], watch)
    if changes is None:
        yield "Nothing would change."
        return
    cloud.client("cloudformation").delete_change_set(ChangeSetName=made["Id"])
    for each in (change["ResourceChange"] for change in changes):
        what = f"{each['LogicalResourceId']} ({each['ResourceType']})"
        yield f"  {each['Action']:<8} {what}{_how(each)}"
    if lost := losses(changes):
        yield f"A deploy would not do it, since this would replace what holds data: {lost}"


def _how(change: Mapping[str, Any]) -> str:
    replaced = {"True": ", another in its place", "Conditional": ", perhaps another in its place"}
    return replaced.get(change.get("Replacement", ""), "")


def _change_set(
    cloud: Cloud, name: str, url: str, parameters: list[dict[str, Any]], *, kind: str
) -> dict[str, Any]:
    return cloud.client("cloudformation").create_change_set(
        StackName=name,
        ChangeSetName=f"deploy-{uuid4().hex}",
        ChangeSetType=kind,
        TemplateURL=url,
        Parameters=parameters,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )


def _planned(cloud: Cloud, change_set: str, watch: Watch) -> list[dict[str, Any]] | None:
    """Return what a change set would do, or None if that is nothing."""
    client = cloud.client("cloudformation")
    for _ in range(_ATTEMPTS):
        found = client.describe_change_set(ChangeSetName=change_set)
        if found["Status"] == "CREATE_COMPLETE":
            return _changes(client, change_set, found)
        if found["Status"] == "FAILED":
            client.delete_change_set(ChangeSetName=change_set)
            reason = found.get("StatusReason", "")
            if any(words in reason for words in _NOTHING):
                return None
            raise StackError(f"CloudFormation cannot read the change: {reason}")
        watch.sleep(_SECONDS)
    raise StackError("CloudFormation has not looked at the change for an hour.")


def _changes(client: Any, change_set: str, page: dict[str, Any]) -> list[dict[str, Any]]:
    changes = list(page["Changes"])
    while token := page.get("NextToken"):
        page = client.describe_change_set(ChangeSetName=change_set, NextToken=token)
        changes += page["Changes"]
    return changes


def settled(cloud: Cloud, name: str, watch: Watch) -> Known | None:
    """Return the stack when nobody else is at work on it, cleared of a creation that failed.

    Raises StackError where somebody has begun to take it away.
    """
    for _ in range(_ATTEMPTS):
        known = describe(cloud, name)
        if known is None or known.status == _PLANNED:
            return known
        if known.status.endswith("_IN_PROGRESS"):
            watch.sleep(_SECONDS)
        elif known.status == HALF_GONE:
            left = ", ".join(str(each) for each in kept(resources(cloud, known.id)))
            raise StackError(f"{name} is taken away in part; make destroy ends that. Kept: {left}")
        elif known.status in _UNMADE:
            watch.terminal.say(f"{name} is not whole ({known.status}): it is deleted first.")
            delete(cloud, known, watch=watch)
        elif known.status == "UPDATE_ROLLBACK_FAILED":
            watch.terminal.say(f"{name} could not be taken back: CloudFormation tries again.")
            cloud.client("cloudformation").continue_update_rollback(StackName=name)
            follow(cloud, known.id, _ids(cloud, known.id), watch=watch, good="UPDATE_ROLLBACK_")
        else:
            return known
    raise StackError(f"Somebody else has been changing {name} for an hour.")


def delete(cloud: Cloud, known: Known, *, watch: Watch) -> None:
    """Delete the stack; what it retains stays."""
    seen = _ids(cloud, known.id)
    cloud.client("cloudformation").delete_stack(StackName=known.id)
    follow(cloud, known.id, seen, watch=watch, good="DELETE_COMPLETE")


def follow(cloud: Cloud, stack_id: str, seen: set[str], *, watch: Watch, good: str = "") -> None:
    """Tell each event until the stack stands still; raise StackError where that is no success."""
    failures: list[str] = []
    known, has_begun = None, False
    for look in range(_ATTEMPTS):
        known = describe(cloud, stack_id)
        fresh = [each for each in _events(cloud, stack_id) if each["EventId"] not in seen]
        has_begun = has_begun or bool(fresh) or look >= _SILENT
        for event in reversed(fresh):
            seen.add(event["EventId"])
            watch.terminal.say(f"  {told(event)}")
            failures += [told(event)] if is_cause(event) else []
        if known is None or (has_begun and not known.status.endswith("_IN_PROGRESS")):
            break
        watch.sleep(_SECONDS)
    status = known.status if known else "DELETE_COMPLETE"
    wanted = (good,) if good else ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    if not status.startswith(wanted) or status.endswith("_FAILED"):
        reasons = failures or [known.reason if known else ""]
        raise StackError("\n".join([f"The stack ended as {status}, since:", *reasons]))


def told(event: Mapping[str, Any]) -> str:
    """Return an event as a line."""
    reason = event.get("ResourceStatusReason", "")
    line = f"{event.get('ResourceStatus', ''):<28} {event.get('LogicalResourceId', '')}"
    return f"{line}: {reason}" if reason else line


def is_cause(event: Mapping[str, Any]) -> bool:
    """Tell whether it failed by itself, and not because something else had."""
    status = event.get("ResourceStatus", "")
    reason = event.get("ResourceStatusReason", "")
    return status.endswith("_FAILED") and "cancelled" not in reason.lower()


def _ids(cloud: Cloud, stack_id: str) -> set[str]:
    return {event["EventId"] for event in _events(cloud, stack_id)}


def _events(cloud: Cloud, stack_id: str) -> list[dict[str, Any]]:
    """Return the events, newest first."""
    pages = cloud.client("cloudformation").get_paginator("describe_stack_events")
    try:
        return pages.paginate(StackName=stack_id).build_full_result().get("StackEvents", [])
    except ClientError as error:
        if code(error) == "ValidationError":
            return []
        raise


def resources(cloud: Cloud, stack_id: str) -> Iterator[dict[str, Any]]:
    """Yield the resources of a stack, deleted ones included."""
    pages = cloud.client("cloudformation").get_paginator("list_stack_resources")
    for page in pages.paginate(StackName=stack_id):
        yield from page["StackResourceSummaries"]
