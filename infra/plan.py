"""Puts an account on a plan: `python -m infra.plan --account acc_... --plan helpdesk`.

Whoever runs the installation does it, with AWS credentials of their own; so does what bills for
them. It goes through the product's own door, so the change is in the account's history.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib import settings, wiring
from chalicelib.accounts import storage
from chalicelib.accounts.model import Plan
from chalicelib.accounts.plans import change
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, Invalid
from infra.account import stage as stages
from infra.account.cloud import Cloud
from infra.account.stage import Stage
from infra.account.start import ends_in_words

_API = "APIHandler"


def environment(cloud: Any, stack: str) -> Mapping[str, str]:
    """Return what the stack's own functions read: where its table is, and the rest."""
    resources = cloud.client("cloudformation")
    found = resources.describe_stack_resource(StackName=stack, LogicalResourceId=_API)
    name = found["StackResourceDetail"]["PhysicalResourceId"]
    function = cloud.client("lambda").get_function_configuration(FunctionName=name)
    return {**function["Environment"]["Variables"], "AWS_REGION": cloud.region}


def put_on(desk: Desk, plan: Plan, until: date | None = None) -> str:
    """Put the desk's account on a plan, to the end of a day as the account counts them; say so."""
    ends_at = None
    if until:
        zone = ZoneInfo(storage.account_now(desk).settings.time_zone)
        ends_at = datetime.combine(until + timedelta(days=1), time(), zone)
    account = change.put_on(desk, plan, ends_at)
    end = f" until {ends_at:%Y-%m-%d %H:%M %Z}" if ends_at else ""
    return f"{account.name} is on {account.plan.value}{end}"


@ends_in_words()
def main(words: Sequence[str] | None = None, *, cloud_of: Callable[[Stage], Any] = Cloud) -> int:
    """Read the command line, and do it."""
    parser = argparse.ArgumentParser(prog="python -m infra.plan", description=__doc__)
    parser.add_argument("--stage", default="prod", help="as in deploy.toml")
    parser.add_argument("--file", type=Path, default=stages.FILE)
    parser.add_argument("--account", required=True, help="the account's id")
    parser.add_argument("--plan", required=True, choices=[plan.value for plan in Plan])
    parser.add_argument("--until", type=date.fromisoformat, help="the last day, like 2026-12-31")
    asked = parser.parse_args(words)
    stage = stages.read(asked.file, asked.stage, {})
    if stage.profile:
        os.environ["AWS_PROFILE"] = stage.profile  # the product's own clients ask for no other
    wiring.install(wiring.build(settings.load(environment(cloud_of(stage), stage.stack_name))))
    try:
        said = put_on(wiring.system_desk(asked.account, ""), Plan(asked.plan), asked.until)
    except DeskhandError as error:
        faults = error.faults if isinstance(error, Invalid) else ()
        sys.exit(" ".join([error.detail, *(fault.detail for fault in faults)]))
    sys.stdout.write(f"{said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
