"""The week's mail to the team: looked at on Monday, and sent."""

import json
from datetime import UTC, datetime

from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib import jobs
from chalicelib.accounts.settings import change
from chalicelib.reports.weekly import mail

MONDAY_AT_EIGHT = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
"""In the zone of a shop that has set none."""


def _on(stage: Stage) -> Shop:
    open_shop = shop(stage)
    weekly = {"is_on": True, "to": [open_shop.founded.owner.id]}
    change.patch(open_shop.desk(), {"reports": {"weekly_email": weekly}})
    mail.settings_changed(open_shop.desk())
    mail.come_due(open_shop.desk())
    stage.now = MONDAY_AT_EIGHT
    return open_shop


@operation("the week's mail falls due", requests=4, read=4, write=3)
def due(stage: Stage) -> Action:
    """Put the next look off, and order it."""
    open_shop = _on(stage)
    return lambda: mail.come_due(open_shop.desk())


@operation("the week's mail is sent", requests=10, read=12, write=3)
def sent(stage: Stage) -> Action:
    """Read two weeks and the team, claim the Monday, and mail."""
    open_shop = _on(stage)
    mail.come_due(open_shop.desk())
    order = {"job": mail.JOB, "account_id": open_shop.account_id, "monday": "2026-03-09"}
    return lambda: jobs.run_job(json.dumps(order))
