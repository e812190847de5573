"""Has what is made of an account's tickets made anew: `make rebuild`.

Workers do it, while everything goes on: the badges' sums, the reports on the team's work, and the
index of the search. Until it is done, what was there before is shown.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from infra.account import stage as stages
from infra.account.cloud import Cloud
from infra.account.stage import Stage
from infra.account.start import ends_in_words
from infra.plan import environment

_QUEUE = "DESKHAND_JOBS_QUEUE"


def orders(account_id: str) -> list[dict[str, Any]]:
    """Return what the workers are told, as `chalicelib/jobs.py` takes it."""
    return [
        {"job": "recount", "account_id": account_id},
        {"job": "count_activity", "account_id": account_id, "is_anew": True},
        {"job": "index_search", "account_id": account_id, "is_anew": True, "is_whole": True},
    ]


def rebuild(queues: Any, url: str, account_id: str) -> None:
    """Give the orders; `queues` is botocore's client."""
    for order in orders(account_id):
        queues.send_message(QueueUrl=url, MessageBody=json.dumps(order))


@ends_in_words()
def main(words: Sequence[str] | None = None, *, cloud_of: Callable[[Stage], Any] = Cloud) -> int:
    """Read the command line, and do it."""
    parser = argparse.ArgumentParser(prog="python -m infra.recovery.rebuild", description=__doc__)
    parser.add_argument("accounts", nargs="+", metavar="account", help="acc_...")
    parser.add_argument("--stage", default="prod", help="as in deploy.toml")
    parser.add_argument("--file", type=Path, default=stages.FILE)
    given = parser.parse_args(words)
    stage = stages.read(given.file, given.stage, {})
    cloud = cloud_of(stage)
    url = environment(cloud, stage.stack_name)[_QUEUE]
    for account_id in given.accounts:
        rebuild(cloud.client("sqs"), url, account_id)
    print("Ordered. It is done within minutes; GET /v1/reports/summary says `is_rebuilding`.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
