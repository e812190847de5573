"""Deskhand's table of contents: every route with its guard, every handler with its job."""

import gc

gc.disable()  # what is loaded here stays: looking through it for garbage is a fifth of a cold start

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Rate

from chalicelib import jobs
from chalicelib.accounts import guards
from chalicelib.accounts.routes import open_routes as account_open_routes
from chalicelib.accounts.routes import routes as account_routes
from chalicelib.accounts.settings.routes import routes as settings_routes
from chalicelib.channels.webchat.guard import visitor
from chalicelib.customers.blocks.routes import routes as block_routes
from chalicelib.customers.routes import routes as customer_routes
from chalicelib.messaging.bulk_routes import routes as messaging_routes
from chalicelib.messaging.chat_routes import open_routes as chat_open_routes
from chalicelib.messaging.chat_routes import routes as chat_routes
from chalicelib.routing.routes import routes as routing_routes
from chalicelib.teams.routes import routes as team_routes
from chalicelib.tickets.action_routes import routes as ticket_routes
from chalicelib.tickets.view_routes import routes as view_routes
from chalicelib.web import openapi
from chalicelib.web.static import routes as static_routes

app = Chalice(app_name="deskhand")
app.api.binary_types = ["application/octet-stream"]

TABLE = (
    (account_open_routes, guards.public),
    (chat_open_routes, guards.public),
    (static_routes, guards.public),
    (openapi.routes, guards.public),
    (account_routes, guards.agent),
    (settings_routes, guards.agent),
    (team_routes, guards.agent),
    (customer_routes, guards.agent),
    (block_routes, guards.agent),
    (ticket_routes, guards.agent),
    (view_routes, guards.agent),
    (routing_routes, guards.agent),
    (messaging_routes, guards.agent),
    (chat_routes, visitor),
)
for routes, guard in TABLE:
    routes.guard = guard
    app.register_blueprint(routes)
openapi.describe(routes for routes, _ in TABLE)


@app.lambda_function(name="receive_mail")
def receive_mail(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Read mails that SES put into the bucket (queue `mail`)."""
    return jobs.batch(event, jobs.receive_mail, context)


@app.lambda_function(name="deliver")
def deliver(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Send messages that agents queued (queue `deliver`)."""
    return jobs.batch(event, jobs.deliver_message, context)


@app.lambda_function(name="settle")
def settle(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Take deliveries, bounces and complaints back to messages (queue `receipts`)."""
    return jobs.batch(event, jobs.settle_receipts, context)


@app.lambda_function(name="run_jobs")
def run_jobs(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Work off background jobs (queue `jobs`)."""
    return jobs.batch(event, jobs.run_job, context)


@app.lambda_function(name="fold_stream")
def fold_stream(event: dict[str, Any], _context: object) -> None:
    """Fold the table's stream into feed and badges, and hand messages to the workers."""
    jobs.fold(event)


@app.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(_event: CloudWatchEvent) -> None:
    """Do what has fallen due, once a minute."""
    jobs.sweep()


gc.freeze()
gc.enable()
