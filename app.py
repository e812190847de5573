"""Deskhand's table of contents: every route with its guard, every handler with its job.

What only workers need is imported by their handlers: the API starts without it.
"""

import gc

gc.disable()  # what is loaded here stays: looking through it for garbage is a fifth of a cold start

from chalicelib import methods

methods.use()

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Rate

from chalicelib.accounts import guards
from chalicelib.channels.webchat.guard import visitor
from chalicelib.web.mount import mount

app = Chalice(app_name="deskhand")
app.api.binary_types = ["application/octet-stream"]

TABLE = (
    ("chalicelib.accounts.routes:open_routes", guards.public),
    ("chalicelib.messaging.chat_routes:open_routes", guards.public),
    ("chalicelib.messaging.widget_routes:open_routes", guards.public),
    ("chalicelib.messaging.hook_routes:routes", guards.public),
    ("chalicelib.marketing.links.routes:open_routes", guards.public),
    ("chalicelib.marketing.domains.routes:open_routes", guards.public),
    ("chalicelib.marketing.platform.hook_routes:open_routes", guards.public),
    ("chalicelib.commerce.hook_routes:open_routes", guards.public),
    ("chalicelib.customer_agent.helpdesks.hook_routes:open_routes", guards.public),
    ("chalicelib.web.static:routes", guards.public),
    ("chalicelib.web.openapi:routes", guards.public),
    ("chalicelib.accounts.routes:routes", guards.agent),
    ("chalicelib.accounts.settings.routes:routes", guards.agent),
    ("chalicelib.accounts.history.routes:routes", guards.agent),
    ("chalicelib.inboxes.routes:routes", guards.agent),
    ("chalicelib.teams.routes:routes", guards.agent),
    ("chalicelib.customers.routes:routes", guards.agent),
    ("chalicelib.customers.consent.routes:routes", guards.agent),
    ("chalicelib.customers.events.routes:routes", guards.agent),
    ("chalicelib.customers.events.filter_routes:routes", guards.agent),
    ("chalicelib.customers.blocks.routes:routes", guards.agent),
    ("chalicelib.customers.merging.routes:routes", guards.agent),
    ("chalicelib.tickets.action_routes:routes", guards.agent),
    ("chalicelib.tickets.drafts.routes:routes", guards.agent),
    ("chalicelib.tickets.view_routes:routes", guards.agent),
    ("chalicelib.search.routes:routes", guards.agent),
    ("chalicelib.routing.routes:routes", guards.agent),
    ("chalicelib.messaging.bulk_routes:routes", guards.agent),
    ("chalicelib.messaging.keywords.routes:routes", guards.agent),
    ("chalicelib.messaging.macros.routes:routes", guards.agent),
    ("chalicelib.customer_agent.knowledge.routes:routes", guards.agent),
    ("chalicelib.customer_agent.helpdesks.routes:routes", guards.agent),
    ("chalicelib.customer_agent.setup.routes:routes", guards.agent),
    ("chalicelib.customer_agent.outcomes.routes:routes", guards.agent),
    ("chalicelib.marketing.sends.routes:routes", guards.agent),
    ("chalicelib.marketing.events.routes:routes", guards.agent),
    ("chalicelib.marketing.domains.routes:routes", guards.agent),
    ("chalicelib.marketing.platform.routes:routes", guards.agent),
    ("chalicelib.marketing.platform.prediction_routes:routes", guards.agent),
    ("chalicelib.commerce.routes:routes", guards.agent),
    ("chalicelib.commerce.recharge.routes:routes", guards.agent),
    ("chalicelib.commerce.recharge.ticket_routes:routes", guards.agent),
    ("chalicelib.commerce.actions.routes:routes", guards.agent),
    ("chalicelib.commerce.orders.routes:routes", guards.agent),
    ("chalicelib.setup.routes:routes", guards.agent),
    ("chalicelib.status.routes:routes", guards.agent),
    ("chalicelib.reports.routes:routes", guards.agent),
    ("chalicelib.reports.activity.routes:routes", guards.agent),
    ("chalicelib.reports.activity.drill_routes:routes", guards.agent),
    ("chalicelib.reports.exports.routes:routes", guards.agent),
    ("chalicelib.messaging.chat_routes:routes", visitor),
    ("chalicelib.customer_agent.talk.chat_routes:routes", visitor),
)
mount(app, TABLE)


@app.lambda_function(name="receive_mail")
def receive_mail(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Read mails that SES put into the bucket (queue `mail`)."""
    from chalicelib import jobs

    return jobs.batch(event, jobs.receive_mail, context)


@app.lambda_function(name="receive_inbound")
def receive_inbound(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Read what providers of texts and messages delivered (queue `inbound`)."""
    from chalicelib import jobs

    return jobs.batch(event, jobs.receive_inbound, context)


@app.lambda_function(name="deliver")
def deliver(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Send messages that agents queued (queue `deliver`)."""
    from chalicelib import jobs

    return jobs.batch(event, jobs.deliver_message, context, needs=jobs.TO_SEND_MILLIS)


@app.lambda_function(name="settle")
def settle(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Take deliveries, bounces and complaints back to messages (queue `receipts`)."""
    from chalicelib import jobs

    return jobs.batch(event, jobs.settle_receipts, context)


@app.lambda_function(name="run_jobs")
def run_jobs(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Work off background jobs (queue `jobs`)."""
    from chalicelib import jobs

    return jobs.batch(event, jobs.run_job, context)


@app.lambda_function(name="fold_stream")
def fold_stream(event: dict[str, Any], _context: object) -> None:
    """Fold the table's stream into feed, badges and reports, and hand messages to the workers."""
    from chalicelib import stream

    stream.fold(event)


@app.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(_event: CloudWatchEvent) -> None:
    """Do what has fallen due, once a minute."""
    from chalicelib import jobs

    jobs.sweep()


gc.freeze()
gc.enable()
