"""Names and comments: what a reader must never meet."""

import ast
import io
import re
import tokenize

from tests.architecture.code import EVERYWHERE, Found, Module, Rule

_BANNED = {"helper", "helpers", "manager", "managers", "service", "services", "util", "utils"}
_LATER = re.compile(r"\b(TODO|FIXME|XXX)\b")


def _parts(name: str) -> set[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return {part.lower() for part in re.split(r"[^A-Za-z0-9]+|_", spaced)}


def names_say_something(module: Module) -> Found:
    """Find files, folders and classes named after nothing in particular."""
    banned = _parts(module.path.removesuffix(".py")) & _BANNED
    yield from (f"the path says {word}" for word in sorted(banned))
    for node in module.nodes:
        if isinstance(node, ast.ClassDef) and _parts(node.name) & _BANNED:
            yield f"line {node.lineno}: class {node.name}"


def modules_introduce_themselves(module: Module) -> Found:
    """Find modules without a docstring."""
    if not ast.get_docstring(module.tree):
        yield "no docstring"


def nothing_is_put_off(module: Module) -> Found:
    """Find comments that promise work."""
    if not _LATER.search(module.text):
        return
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT and _LATER.search(token.string):
            yield f"line {token.start[0]}: {token.string}"


RULES = (
    Rule(
        name="names say something",
        find=names_say_something,
        within=EVERYWHERE,
        bad=(
            ("chalicelib/web/utils.py", ""),
            ("tests/helpers/mail.py", ""),
            ("chalicelib/a.py", "class TicketService: ..."),
            ("chalicelib/a.py", "class Outer:\n    class QueueManager: ..."),
        ),
        good=(("chalicelib/a.py", "class Serviceable: ...\nservice = 'sqs'"),),
    ),
    Rule(
        name="modules introduce themselves",
        find=modules_introduce_themselves,
        within=EVERYWHERE,
        bad=(("chalicelib/a.py", "x = 1"), ("chalicelib/__init__.py", "")),
        good=(("chalicelib/a.py", '"""Words."""'),),
    ),
    Rule(
        name="nothing is put off",
        find=nothing_is_put_off,
        within=EVERYWHERE,
        bad=(("tests/a.py", "x = 1  # TO" + "DO: later"), ("app.py", "# FIX" + "ME")),
        good=(("tests/a.py", "todo = 'to do'  # a list of things"),),
    ),
)
