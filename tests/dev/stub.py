"""A small app with the product's shape: routes, and every handler that events reach."""

import json
from datetime import datetime
from typing import Any

from chalice.app import Chalice, Response

from chalicelib import wiring
from chalicelib.table.row import Row


class StubRow(Row, discriminator="stub"):
    """Anything."""


def make() -> Chalice:
    """Return a fresh app; what its handlers saw is in `app.seen`."""
    app: Any = Chalice(app_name="stub")
    app.seen = []
    _routes(app)
    _effects(app)
    _events(app)
    return app


def _routes(app: Any) -> None:
    @app.route("/v1/echo/{name}", methods=["POST"])
    def echo(name: str) -> dict[str, Any]:
        request = app.current_request
        return {
            "name": name,
            "body": request.raw_body.decode(),
            "query": dict(request.query_params or {}),
            "request_id": request.context["requestId"],
            "ip": request.context["identity"]["sourceIp"],
        }

    @app.route("/v1/bytes", methods=["POST"], content_types=["application/octet-stream"])
    def octets() -> str:
        return app.current_request.raw_body.hex()

    @app.route("/v1/page")
    def page() -> Response:
        return Response("<p>hello", headers={"Content-Type": "text/html", "X-Many": ["a", "b"]})


def _effects(app: Any) -> None:
    @app.route("/v1/mail", methods=["POST"])
    def mail() -> dict[str, str]:
        recipient = app.current_request.json_body["to"]
        raw = f"From: a@in.deskhand.example\r\nTo: {recipient}\r\nSubject: Hi\r\n\r\nWords"
        desk = wiring.system_desk("acc_1", "")
        sent = desk.mailer.send(
            sender="a@in.deskhand.example", recipients=(recipient,), raw=raw.encode(), ref="msg_1"
        )
        return {"id": sent}

    @app.route("/v1/rows", methods=["POST"])
    def rows() -> dict[str, str]:
        body = app.current_request.json_body
        due = datetime.fromisoformat(body["due_at"]) if body.get("due_at") else None
        StubRow(pk=body["pk"], sk="-", due_at=due, due_shard="D#0" if due else None).save()
        return {"pk": body["pk"]}


def _events(app: Any) -> None:
    def queue_handler(name: str) -> None:
        def handle(event: Any) -> dict[str, Any]:
            bodies = [json.loads(record["body"]) for record in event.to_dict()["Records"]]
            app.seen.append((name, wiring.desk_for("").now(), bodies))
            return {"batchItemFailures": []}

        app.on_sqs_message(queue=name, batch_size=10, name=name)(handle)

    for name in ("receive_mail", "deliver", "settle", "run_jobs"):
        queue_handler(name)

    @app.on_dynamodb_record(stream_arn="arn:stream", name="fold_stream")
    def fold_stream(event: Any) -> None:
        keys = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event.to_dict()["Records"]]
        app.seen.append(("fold_stream", wiring.desk_for("").now(), keys))

    @app.schedule("rate(1 minute)", name="sweep")
    def sweep(event: Any) -> None:
        now = wiring.desk_for("").now()
        app.seen.append(("sweep", now, event.to_dict()["detail-type"]))
        for row in StubRow.scan(StubRow.due_at <= now):
            row.delete()


ENVIRONMENT = (
    "DESKHAND_TABLE", "DESKHAND_FILES_BUCKET", "DESKHAND_MAIL_BUCKET", "DESKHAND_DELIVER_QUEUE",
    "DESKHAND_JOBS_QUEUE", "DESKHAND_BASE_URL", "DESKHAND_MAIL_DOMAIN", "DESKHAND_SIGNING_SECRET",
    "DESKHAND_KMS_KEY", "DESKHAND_INBOUND_QUEUE",
    "DESKHAND_CONFIGURATION_SET", "DESKHAND_SIGN_UP", "AWS_REGION", "AWS_DEFAULT_REGION",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
)  # fmt: skip
"""What starting the product sets in the environment."""
