"""Who may touch the world, and how it shows."""

import ast
import sys

from tests.architecture.code import Found, Function, Module, Rule, dotted, imported

_WORLDLY = {
    "aws_lambda_powertools", "boto3", "botocore", "chalice", "http", "os", "pynamodb", "random",
    "secrets", "socket", "subprocess", "tempfile", "threading", "time", "urllib3", "uuid",
}  # fmt: skip
_CLOCKS = {
    "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.ctime",
    "time.gmtime", "time.localtime", "time.monotonic", "time.monotonic_ns", "time.perf_counter",
    "time.perf_counter_ns", "time.time", "time.time_ns",
}  # fmt: skip
_ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.putenv"}
_TABLE_CALLS = {"transact", "find", "rows"}
_ROW_CALLS = {"count", "delete", "get", "query", "refresh", "save", "scan", "update"}
_INFRASTRUCTURE = ("chalicelib/aws/", "chalicelib/core/", "chalicelib/table/", "chalicelib/web/")


def _positional(function: Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args]


def _takes_desk(function: Function) -> bool:
    parameters = [*_positional(function), *function.args.kwonlyargs]
    return any(p.arg == "desk" or _is_desk(p.annotation) for p in parameters)


def _is_desk(annotation: ast.expr | None) -> bool:
    if isinstance(annotation, ast.Constant):
        return annotation.value == "Desk"
    return annotation is not None and dotted(annotation).rsplit(".", 1)[-1] == "Desk"


def pure_code_takes_no_desk(module: Module) -> Found:
    """Find functions of pure modules that take a desk."""
    if module.is_pure:
        for function in module.functions():
            if _takes_desk(function):
                yield f"line {function.lineno}: {function.name} takes a desk"


def pure_code_imports_no_world(module: Module) -> Found:
    """Find imports through which a pure module could reach the world."""
    if module.is_pure:
        for line, name in imported(module):
            if name.split(".")[0] in _WORLDLY:
                yield f"line {line}: imports {name}"


def core_is_standard(module: Module) -> Found:
    """Find imports of core from outside the standard library and core."""
    if module.path.startswith("chalicelib/core/"):
        for line, name in imported(module):
            is_own = name.startswith("chalicelib.core")
            if not is_own and name.split(".")[0] not in sys.stdlib_module_names:
                yield f"line {line}: imports {name}"


def desk_comes_first(module: Module) -> Found:
    """Find functions that take a desk anywhere but in front, or under another name."""
    for function in module.functions():
        names = [p.arg for p in _positional(function) if p.arg not in ("self", "cls")]
        if _takes_desk(function) and names[:1] != ["desk"]:
            yield f"line {function.lineno}: {function.name} does not take `desk` first"


def clock_is_read_in_wiring(module: Module) -> Found:
    """Find reads of the clock outside wiring."""
    yield from _named(module, _CLOCKS, allowed="chalicelib/wiring.py")


def environment_is_read_in_settings(module: Module) -> Found:
    """Find reads of the environment outside settings."""
    yield from _named(module, _ENVIRONMENT, allowed="chalicelib/settings.py")


def _named(module: Module, names: set[str], *, allowed: str) -> Found:
    if module.path == allowed:
        return
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and _ending(dotted(node)) in names:
            yield f"line {node.lineno}: {dotted(node)}"
    for line, name in imported(module):
        if name in names:
            yield f"line {line}: imports {name}"


def _ending(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def table_is_touched_with_a_desk(module: Module) -> Found:
    """Find functions of capabilities that read or write rows without a desk."""
    if not module.path.startswith("chalicelib/") or module.path.startswith(_INFRASTRUCTURE):
        return
    for name, call in _calls_without_desk(module.tree, module.path):
        yield f"line {call.lineno}: {name} touches the table and takes no desk"


def _calls_without_desk(node: ast.AST, name: str) -> "list[tuple[str, ast.Call]]":
    found: list[tuple[str, ast.Call]] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            found += [] if _takes_desk(child) else _calls_without_desk(child, child.name)
            continue
        if isinstance(child, ast.Call) and _touches_table(child.func):
            found.append((name, child))
        found += _calls_without_desk(child, name)
    return found


def _touches_table(called: ast.expr) -> bool:
    owner, _, verb = dotted(called).rpartition(".")
    return (not owner and verb in _TABLE_CALLS) or (owner.endswith("Row") and verb in _ROW_CALLS)


_MODEL = "chalicelib/tickets/model.py"
_RULES = "chalicelib/teams/rules.py"
_VERDICT = "chalicelib/tickets/rules/states.py"
_CORE = "chalicelib/core/hours.py"
_VERB = "chalicelib/tickets/assign.py"

RULES = (
    Rule(
        name="pure code takes no desk",
        find=pure_code_takes_no_desk,
        bad=(
            (_RULES, "def close(desk, ticket): ..."),
            (_VERDICT, "def close(desk, ticket): ..."),
            (_MODEL, "class T:\n    def close(self, now, *, at: Desk): ..."),
            (_CORE, "def opens(there: 'desk.Desk'): ...".replace("'", "")),
        ),
        good=((_VERB, "def assign(desk: Desk): ..."), (_RULES, "def close(ticket, now): ...")),
    ),
    Rule(
        name="pure code imports nothing of the world",
        find=pure_code_imports_no_world,
        bad=(
            (_RULES, "import boto3"),
            (_RULES, "from os import environ"),
            (_MODEL, "def f():\n    import uuid"),
            (_CORE, "from secrets import token_hex"),
            (_MODEL, "import urllib3.util"),
        ),
        good=((_RULES, "from datetime import time"), (_VERB, "import botocore")),
    ),
    Rule(
        name="core is standard library only",
        find=core_is_standard,
        bad=(
            (_CORE, "import msgspec"),
            (_CORE, "from chalicelib.tickets import model"),
            (_CORE, "from chalicelib import tickets"),
        ),
        good=((_CORE, "import zoneinfo\nfrom chalicelib.core import ids"), (_MODEL, "import nh3")),
    ),
    Rule(
        name="the desk comes first",
        find=desk_comes_first,
        bad=(
            (_VERB, "def assign(ticket_id: str, desk: Desk): ..."),
            (_VERB, "def assign(ticket_id: str, *, desk): ..."),
            (_VERB, "def assign(d: Desk): ..."),
            (_VERB, "class A:\n    def assign(self, ticket, desk): ..."),
        ),
        good=(
            (_VERB, "def assign(desk: Desk, ticket_id: str): ..."),
            (_VERB, "class A:\n    def assign(self, desk: Desk): ..."),
        ),
    ),
    Rule(
        name="only wiring reads the clock",
        find=clock_is_read_in_wiring,
        bad=(
            (_VERB, "at = datetime.now(UTC)"),
            (_VERB, "at = datetime.datetime.utcnow()"),
            (_VERB, "clock = time.monotonic"),
            (_VERB, "from time import time"),
            ("app.py", "today = date.today()"),
        ),
        good=(
            ("chalicelib/wiring.py", "at = datetime.now(UTC)"),
            (_VERB, "at = desk.now()"),
        ),
    ),
    Rule(
        name="only settings reads the environment",
        find=environment_is_read_in_settings,
        bad=(
            (_VERB, "os.environ['TABLE']"),
            ("chalicelib/wiring.py", "os.getenv('TABLE')"),
            ("app.py", "from os import environ"),
        ),
        good=(
            ("chalicelib/settings.py", "os.environ"),
            ("chalicelib/wiring.py", "os.urandom"),
        ),
    ),
    Rule(
        name="the table is touched with a desk",
        find=table_is_touched_with_a_desk,
        bad=(
            (_VERB, "def load(ticket_id):\n    return find(TicketRow, ticket_id)"),
            (_VERB, "def load(pk):\n    return [row for row in rows.TicketRow.query(pk)]"),
            (_VERB, "def a(x):\n    def b():\n        transact(x)"),
        ),
        good=(
            (_VERB, "def load(desk):\n    def inner():\n        find(Row)\n    return inner()"),
            ("chalicelib/table/read.py", "def find(key):\n    Row.get(key)"),
            (_VERB, "def pick(ticket):\n    return ticket.get('id')"),
        ),
    ),
)
