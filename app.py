"""Deskhand's table of contents: every route with its guard, every handler with its job.

What only workers need is imported by their handlers: the API starts without it.
"""

import gc

gc.disable()  # what is loaded here stays: looking through it for garbage is a fifth of a cold start

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Rate

from chalicelib.accounts import guards
from chalicelib.accounts.routes import open_routes as account_open_routes
from chalicelib.accounts.routes import routes as account_routes
from chalicelib.accounts.settings.routes import routes as settings_routes
from chalicelib.channels.webchat.guard import visitor
from chalicelib.customers.blocks.routes import routes as block_routes
from chalicelib.customers.consent.routes import routes as consent_routes
from chalicelib.customers.events.routes import routes as customer_event_routes
from chalicelib.customers.routes import routes as customer_routes
from chalicelib.inboxes.routes import routes as inbox_routes
from chalicelib.marketing.domains.routes import open_routes as domain_open_routes
from chalicelib.marketing.domains.routes import routes as domain_routes
from chalicelib.marketing.events.routes import routes as event_routes
from chalicelib.marketing.links.routes import open_routes as link_open_routes
from chalicelib.marketing.platform.hook_routes import open_routes as platform_open_routes
from chalicelib.marketing.platform.routes import routes as platform_routes
from chalicelib.marketing.sends.routes import routes as send_routes
from chalicelib.messaging.bulk_routes import routes as messaging_routes
from chalicelib.messaging.chat_routes import open_routes as chat_open_routes
from chalicelib.messaging.chat_routes import routes as chat_routes
from chalicelib.messaging.hook_routes import routes as hook_routes
from chalicelib.messaging.keywords.routes import routes as keyword_routes
from chalicelib.messaging.macros.routes import routes as macro_routes
from chalicelib.messaging.widget_routes import open_routes as widget_open_routes
from chalicelib.reports.routes import routes as report_routes
from chalicelib.routing.routes import routes as routing_routes
from chalicelib.search.routes import routes as search_routes
from chalicelib.teams.routes import routes as team_routes
from chalicelib.tickets.action_routes import routes as ticket_routes
from chalicelib.tickets.drafts.routes import routes as draft_routes
from chalicelib.tickets.view_routes import routes as view_routes
from chalicelib.web import openapi
from chalicelib.web.static import routes as static_routes

app = Chalice(app_name="deskhand")
app.api.binary_types = ["application/octet-stream"]

TABLE = (
    (account_open_routes, guards.public),
    (chat_open_routes, guards.public),
    (widget_open_routes, guards.public),
    (hook_routes, guards.public),
    (link_open_routes, guards.public),
    (domain_open_routes, guards.public),
    (platform_open_routes, guards.public),
    (static_routes, guards.public),
    (openapi.routes, guards.public),
    (account_routes, guards.agent),
    (settings_routes, guards.agent),
    (inbox_routes, guards.agent),
    (team_routes, guards.agent),
    (customer_routes, guards.agent),
    (consent_routes, guards.agent),
    (customer_event_routes, guards.agent),
    (block_routes, guards.agent),
    (ticket_routes, guards.agent),
    (draft_routes, guards.agent),
    (view_routes, guards.agent),
    (search_routes, guards.agent),
    (routing_routes, guards.agent),
    (messaging_routes, guards.agent),
    (keyword_routes, guards.agent),
    (macro_routes, guards.agent),
    (send_routes, guards.agent),
    (event_routes, guards.agent),
    (domain_routes, guards.agent),
    (platform_routes, guards.agent),
    (report_routes, guards.agent),
    (chat_routes, visitor),
)
for routes, guard in TABLE:
    routes.guard = guard
    app.register_blueprint(routes)
openapi.describe(routes for routes, _ in TABLE)


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
    from chalicelib import jobs

    jobs.fold(event)


@app.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(_event: CloudWatchEvent) -> None:
    """Do what has fallen due, once a minute."""
    from chalicelib import jobs

    jobs.sweep()


gc.freeze()
gc.enable()
