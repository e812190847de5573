"""Where things of the edge may stand: handlers, channels' names, accounts in keys, secrets."""

import ast
import re

from tests.architecture.code import ROOT, Found, Function, Module, Rule, dotted, imported
from tests.architecture.sizes import HANDLER_LINES

ACROSS = "chalicelib/table/across_accounts.py"
KEYS = "chalicelib/table/keys.py"
ALL_KEYS = {
    f"chalicelib/table/{path.name}" for path in (ROOT / "chalicelib/table").glob("*keys.py")
}
_PREFIX = "across_accounts_"
_EVENTS = {
    "lambda_function", "on_cw_event", "on_dynamodb_record", "on_kinesis_record", "on_s3_event",
    "on_sns_message", "on_sqs_message", "on_ws_connect", "on_ws_disconnect", "on_ws_message",
    "schedule",
}  # fmt: skip
_CHANNELS = {"webchat", "email", "sms", "whatsapp", "instagram"}
_SECRET = re.compile(r"(^|[_-])(sig|signature|token|hmac|mac|secret|hash)s?([_-]|$)", re.IGNORECASE)
# Take a key or a part of one, so that the account is in it already.
_DERIVED = {"pk", "sk", "key", "sequence"}


def _decorated(function: Function) -> set[str]:
    called = [d.func if isinstance(d, ast.Call) else d for d in function.decorator_list]
    return {dotted(name).rpartition(".")[2] for name in called}


def handlers_stand_in_app(module: Module) -> Found:
    """Find event handlers elsewhere: Chalice would deploy them without `app.py`."""
    if module.path != "app.py":
        for function in module.functions():
            for name in sorted(_decorated(function) & _EVENTS):
                yield f"line {function.lineno}: {function.name} is a handler ({name})"


def handlers_are_short(module: Module) -> Found:
    """Find functions of `app.py` that do more than pass on."""
    if module.path == "app.py":
        for function in module.functions():
            if function.decorator_list and _body_lines(function) > HANDLER_LINES:
                yield f"line {function.lineno}: {function.name} has {_body_lines(function)} lines"


def _body_lines(function: Function) -> int:
    body = function.body[ast.get_docstring(function) is not None :]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def lines_leave_by_one_door(module: Module) -> Found:
    """Find loggers of others' own: what they write is not made safe, or never seen."""
    if not module.path.startswith("chalicelib/telemetry/"):
        for line, name in imported(module):
            if name.split(".")[0] in {"aws_lambda_powertools", "logging"}:
                yield f"line {line}: imports {name}"


def across_accounts_stand_together(module: Module) -> Found:
    """Find reads across accounts outside their file, and other names inside it."""
    for function in _public(module):
        if function.name.startswith(_PREFIX) != (module.path == ACROSS):
            yield f"line {function.lineno}: {function.name}"


def _public(module: Module) -> list[Function]:
    tops = [node for node in module.tree.body if isinstance(node, Function)]
    return [function for function in tops if not function.name.startswith("_")]


def keys_start_with_an_account(module: Module) -> Found:
    """Find key functions that could build a key without an account."""
    if module.path in ALL_KEYS:
        for function in _public(module):
            first = [p.arg for p in function.args.args][:1]
            if first != ["account_id"] and not set(first) & _DERIVED:
                yield f"line {function.lineno}: {function.name} does not take account_id first"


def keys_are_built_in_one_file(module: Module) -> Found:
    """Find keys of an account put together by hand."""
    if module.path not in ALL_KEYS:
        for node in module.nodes:
            if isinstance(node, ast.Constant) and str(node.value).startswith("A#"):
                yield f"line {node.lineno}: {node.value!r}"


def secrets_compare_in_constant_time(module: Module) -> Found:
    """Find `==` on what a stranger must not guess byte by byte."""
    for node in module.nodes:
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            is_equality = any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
            is_harmless = any(isinstance(side, ast.Constant) or _is_length(side) for side in sides)
            if is_equality and not is_harmless and any(_is_secret(side) for side in sides):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def _is_length(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func) == "len"


def _is_secret(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return _is_secret(node.func) or any(_is_secret(inner) for inner in node.args)
    if isinstance(node, ast.Subscript):
        return _is_secret(node.value) or _is_secret(node.slice)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(_SECRET.search(node.value))
    return any(_SECRET.search(part) for part in dotted(node).split("."))


def channels_are_not_asked_for(module: Module) -> Found:
    """Find code outside `channels/` that asks which channel it is; capabilities are data."""
    if module.path.startswith("chalicelib/channels/"):
        return
    for node in module.nodes:
        if isinstance(node, ast.Compare):
            if _names_channel([node.left, *node.comparators]):
                yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Dict):
            if _names_channel([key for key in node.keys if isinstance(key, ast.Attribute)]):
                yield f"line {node.lineno}: a table by channel"
        elif isinstance(node, ast.MatchValue) and dotted(node.value).startswith("Kind."):
            yield f"line {node.value.lineno}: case {dotted(node.value)}"


def _names_channel(sides: list[ast.expr]) -> bool:
    flat = [inner for side in sides for inner in _elements(side)]
    has_kind = any(re.search(r"(^|\.)Kind\.\w+$", dotted(side)) for side in flat)
    has_word = any(isinstance(s, ast.Constant) and s.value in _CHANNELS for s in flat)
    is_channel = any(dotted(side).rpartition(".")[2] in ("channel", "kind") for side in flat)
    return has_kind or (has_word and is_channel)


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]


_STORAGE = "chalicelib/tickets/storage.py"

RULES = (
    Rule(
        name="event handlers stand in app.py",
        find=handlers_stand_in_app,
        bad=(
            ("chalicelib/jobs.py", "@routes.schedule('rate(1 minute)')\ndef sweep(event): ..."),
            ("chalicelib/web/a.py", "@extra.on_sqs_message(queue='mail')\ndef mail(event): ..."),
        ),
        good=(("app.py", "@app.schedule('rate(1 minute)')\ndef sweep(event): ..."),),
    ),
    Rule(
        name="handlers pass on",
        find=handlers_are_short,
        bad=(("app.py", "@app.schedule('x')\ndef sweep(event):\n" + "    a()\n" * 4),),
        good=(("app.py", "@app.schedule('x')\ndef sweep(event):\n    'Do.'\n" + "    a()\n" * 3),),
    ),
    Rule(
        name="lines leave by one door",
        find=lines_leave_by_one_door,
        bad=(
            (_STORAGE, "from aws_lambda_powertools import Logger"),
            ("app.py", "import logging"),
        ),
        good=(
            (_STORAGE, "from chalicelib.telemetry.log import logger"),
            ("chalicelib/telemetry/log.py", "import logging"),
        ),
    ),
    Rule(
        name="reads across accounts stand together",
        find=across_accounts_stand_together,
        bad=(
            (_STORAGE, "def across_accounts_due(desk): ..."),
            (ACROSS, "def due(desk): ..."),
        ),
        good=((ACROSS, "def across_accounts_due(desk): ...\ndef _row(): ..."),),
    ),
    Rule(
        name="keys start with an account",
        find=keys_start_with_an_account,
        bad=((KEYS, "def ticket(ticket_id, account_id): ..."), (KEYS, "def all(): ...")),
        good=((KEYS, "def ticket(account_id, ticket_id): ...\ndef owner(pk): ..."),),
    ),
    Rule(
        name="keys are built in one file",
        find=keys_are_built_in_one_file,
        bad=((_STORAGE, "pk = f'A#{account_id}#T'"), (_STORAGE, "pk = 'A#' + account_id")),
        good=((KEYS, "pk = f'A#{account_id}'"), (_STORAGE, "cursor = 'M#1'")),
    ),
    Rule(
        name="secrets compare in constant time",
        find=secrets_compare_in_constant_time,
        bad=(
            (_STORAGE, "signature == expected"),
            (_STORAGE, "row.token_hash != given"),
            (_STORAGE, "given == headers['x-signature']"),
            (_STORAGE, "hash_of(given) == kept"),
        ),
        good=(
            (_STORAGE, "hmac.compare_digest(signature, expected)"),
            (_STORAGE, "token == ''"),
            (_STORAGE, "len(token) == TOKEN_LENGTH"),
            (_STORAGE, "machine == author"),
        ),
    ),
    Rule(
        name="nobody asks which channel it is",
        find=channels_are_not_asked_for,
        bad=(
            (_STORAGE, "ticket.channel == 'email'"),
            (_STORAGE, "channel is Kind.webchat"),
            (_STORAGE, "inbound.channel in (model.Kind.sms, model.Kind.whatsapp)"),
            (_STORAGE, "match channel:\n    case Kind.sms:\n        pass"),
            (_STORAGE, "WORDS = {Kind.sms: 'text'}"),
        ),
        good=(
            ("chalicelib/channels/email/parse.py", "channel == 'email'"),
            (_STORAGE, "ticket.channel == filter.channel"),
            (_STORAGE, "identity.field == 'email'"),
        ),
    ),
)
