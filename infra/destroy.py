"""Takes a stage away: `make destroy STAGE=dev`. Its data stays unless it is told to go, too."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from infra.account import mail, stack
from infra.account.cloud import Cloud
from infra.account.erase import PENDING_DAYS, erase, is_there
from infra.account.kept import Kept, kept
from infra.account.stage import Stage
from infra.account.start import ends_in_words, parser, start
from infra.account.terminal import Terminal


def destroy(cloud: Cloud, stage: Stage, watch: stack.Watch, *, with_data: bool = False) -> bool:
    """Delete the stack, then its data if that is meant; return whether there was anything.

    Can be run again: what stacks of this name kept is known to AWS for 90 days after they went.
    Raises StackError where another stage would lose its mail.
    """
    terminal, name = watch.terminal, stage.stack_name
    standing, before = stack.describe(cloud, name), _deleted(cloud, name)
    if standing is None and not before:
        terminal.say(f"There is no stack {name} in {cloud.region}.")
        return False
    resources = [*stack.resources(cloud, standing.id)] if standing else []
    if standing:
        _keep_mail_of_others(cloud, standing, resources)
    old = (each for stack_id in before for each in stack.resources(cloud, stack_id))
    left = [each for each in dict.fromkeys(kept([*resources, *old])) if is_there(cloud, each)]
    is_asked = standing is not None or (with_data and left)
    if is_asked and not _confirmed(stage, left, terminal, with_data=with_data):
        terminal.say("Nothing was taken away.")
        return False
    if standing:
        mail.let_go(cloud, standing)
        stack.delete(cloud, standing, watch=watch)
    for each in left:
        if with_data:
            erase(cloud, each, terminal)
    for line in _told(stage, left, standing, with_data=with_data):
        terminal.say(line)
    return True


def _keep_mail_of_others(
    cloud: Cloud, known: stack.Known, resources: Sequence[dict[str, Any]]
) -> None:
    own = {each.get("PhysicalResourceId", "") for each in resources}
    if rules := mail.rules_of_others(cloud, known, own):
        raise stack.StackError(
            f"The receipt rule set {known.outputs['MailRuleSet']} would go, and with it rules that "
            f"are not this stack's: {', '.join(rules)}. Their mail would be refused, so nothing "
            "was taken away. docs/operations.md, Stages, says how to move them."
        )


def _confirmed(stage: Stage, left: Sequence[Kept], terminal: Terminal, *, with_data: bool) -> bool:
    """Tell whether somebody typed the stage's name, knowing what goes.

    Where data goes nothing else will do; a stack alone goes as well where every offer is taken.
    """
    if with_data:
        terminal.say("This deletes for good, with every ticket and customer:")
    else:
        terminal.say(f"{stage.stack_name} goes: nobody is answered any more. What stays:")
    for each in left:
        terminal.say(f"  {each}")
    if terminal.agrees and not with_data:
        return True
    return terminal.ask(f"Type {stage.name} to go on") == stage.name


def _deleted(cloud: Cloud, name: str) -> list[str]:
    """Return the ids of the stacks of this name that went before, newest first."""
    pages = cloud.client("cloudformation").get_paginator("list_stacks")
    found = [
        summary
        for page in pages.paginate(StackStatusFilter=["DELETE_COMPLETE"])
        for summary in page["StackSummaries"]
        if summary["StackName"] == name
    ]
    return [
        each["StackId"] for each in sorted(found, key=lambda s: s["CreationTime"], reverse=True)
    ]


def _told(
    stage: Stage, left: Sequence[Kept], known: stack.Known | None, *, with_data: bool
) -> Iterator[str]:
    yield f"{stage.stack_name} is gone."
    if with_data:
        yield f"The key can be brought back for {PENDING_DAYS} days; nothing else can."
    elif left:
        yield "What stays, and costs what is stored (DATA=delete takes it away, too):"
        yield from (f"  {each}" for each in left)
    before = known.parameters.get("SigningSecret") if known else None
    keys = before or stage.signing_secret
    yield "What stays in any case, since others may need it: the bucket for uploads,"
    yield f"the signing keys{f' in {keys}' if keys else ''}, and the DNS records."


@ends_in_words()
def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line; return 0 if something was taken away."""
    line = parser(__doc__ or "")
    line.add_argument("--data", choices=["keep", "delete"], default="keep")
    begun = start(line, argv)
    watch = stack.Watch(terminal=begun.terminal)
    with_data = begun.arguments.data == "delete"
    done = destroy(Cloud(begun.stage), begun.stage, watch, with_data=with_data)
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
