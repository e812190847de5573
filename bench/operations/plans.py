"""The end of a trial: looked at by the sweep, and mailed."""

from datetime import timedelta

from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib.accounts.model import Plan
from chalicelib.accounts.plans import change, notices


def _over(stage: Stage) -> Shop:
    open_shop = shop(stage)
    change.put_on(open_shop.desk(), Plan.trial, stage.now + timedelta(days=14))
    stage.now += timedelta(days=14)
    return open_shop


@operation("a trial ends", requests=5, read=4, write=6)
def ended(stage: Stage) -> Action:
    """Put the account on the free plan, say so, and order the mail."""
    open_shop = _over(stage)
    return lambda: notices.come_due(open_shop.desk())


@operation("the mail about a plan is sent", requests=6, read=6, write=6)
def mailed(stage: Stage) -> Action:
    """Read the team, claim the mail, and send it."""
    open_shop = _over(stage)
    notices.come_due(open_shop.desk())
    return lambda: notices.send(open_shop.desk())
