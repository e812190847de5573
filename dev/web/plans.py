"""The control that puts an account on a plan, as the operator's command does on AWS."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from chalicelib import wiring
from chalicelib.accounts.model import Plan
from chalicelib.accounts.plans import change
from chalicelib.core.errors import DeskhandError
from dev.web.exchange import Answered, Refused, as_json


def put_on_plan(body: Mapping[str, Any]) -> Answered:
    """Give an account (`account_id`) a `plan`, up to a moment (`ends_at`) or without an end."""
    try:
        plan = Plan(body.get("plan", ""))
        ends_at = datetime.fromisoformat(body["ends_at"]) if body.get("ends_at") else None
    except (TypeError, ValueError) as error:
        detail = "Send account_id, a plan (trial, helpdesk, inbox), and ends_at or nothing."
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail) from error
    desk = wiring.system_desk(str(body.get("account_id", "")), "")
    try:
        return as_json(change.shown(change.put_on(desk, plan, ends_at), desk.now()))
    except DeskhandError as error:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, error.detail) from error
