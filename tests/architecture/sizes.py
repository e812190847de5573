"""How large things may grow before they must be split."""

import ast

from tests.architecture.code import EVERYWHERE, Found, Function, Module, Rule

FILE_LINES = 300
CHANNEL_LINES = 180
FUNCTION_LINES = 30
PARAMETERS = 4
HANDLER_LINES = 3
_SHARED = ("chalicelib/channels/model.py",)


def _docstring(node: ast.AST) -> ast.Expr | None:
    body: list[ast.stmt] = getattr(node, "body", [])
    first = body[0] if body else None
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return first if is_text and isinstance(first.value.value, str) else None  # type: ignore[union-attr]


def length(function: Function) -> int:
    """Return the lines from `def` to the end, without blanks' mercy and without the docstring."""
    text = _docstring(function)
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    return whole - ((text.end_lineno or text.lineno) - text.lineno + 1 if text else 0)


def files_stay_small(module: Module) -> Found:
    """Find files over their budget."""
    # What all channels share is no channel: it is values, and may be as long as any file.
    is_channel = module.path.startswith("chalicelib/channels/") and module.path not in _SHARED
    budget = CHANNEL_LINES if is_channel else FILE_LINES
    lines = len(module.text.splitlines())
    if lines > budget:
        yield f"{lines} lines of {budget}"


def functions_stay_small(module: Module) -> Found:
    """Find functions over their budget."""
    for function in module.functions():
        if length(function) > FUNCTION_LINES:
            yield f"line {function.lineno}: {function.name} has {length(function)} lines"


def parameters_stay_few(module: Module) -> Found:
    """Find functions with too many positional parameters; keyword-only ones name themselves."""
    for function in module.functions():
        names = [p.arg for p in [*function.args.posonlyargs, *function.args.args]]
        count = sum(name not in ("self", "cls", "desk") for name in names)
        if count > PARAMETERS:
            yield f"line {function.lineno}: {function.name} takes {count} positional parameters"


def _long_file(lines: int) -> str:
    return "x = 1\n\n" * (lines // 2) + "x = 1\n" * (lines % 2)


def _long_function(lines: int) -> str:
    return 'def f():\n    """One\n    two."""\n' + "    x = 1\n" * (lines - 1)


RULES = (
    Rule(
        name="files stay small",
        find=files_stay_small,
        within=EVERYWHERE,
        bad=(
            ("dev/a.py", _long_file(FILE_LINES + 1)),
            ("chalicelib/channels/sms.py", _long_file(CHANNEL_LINES + 1)),
        ),
        good=(
            ("chalicelib/teams/rules.py", _long_file(FILE_LINES)),
            ("chalicelib/channels/sms.py", _long_file(CHANNEL_LINES)),
            ("chalicelib/channels/model.py", _long_file(FILE_LINES)),
        ),
    ),
    Rule(
        name="functions stay small",
        find=functions_stay_small,
        within=EVERYWHERE,
        bad=(("tests/a.py", _long_function(FUNCTION_LINES + 1)),),
        good=(("app.py", _long_function(FUNCTION_LINES)),),
    ),
    Rule(
        name="parameters stay few",
        find=parameters_stay_few,
        bad=(
            ("chalicelib/a.py", "def f(a, b, c, d, e): ..."),
            ("chalicelib/a.py", "def f(desk, a, b, c, d, e): ..."),
        ),
        good=(
            ("chalicelib/a.py", "def f(desk, a, b, c, d, *, e, g): ..."),
            ("chalicelib/a.py", "class A:\n    def f(self, desk, a, b, c, d): ..."),
        ),
    ),
)
