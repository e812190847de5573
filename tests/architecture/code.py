"""The project's own source as the checks see it, and what a check is."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRAVELS = ("app.py", "chalicelib")
EVERYWHERE = (*TRAVELS, "bench", "dev", "infra", "tests")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of Python; `path` is relative to the root, with slashes."""

    path: str
    text: str
    tree: ast.Module = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Parse once."""
        object.__setattr__(self, "tree", ast.parse(self.text, self.path))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Return the whole tree, node by node; nearly every rule goes through it."""
        return tuple(ast.walk(self.tree))

    @property
    def is_pure(self) -> bool:
        """Tell whether nothing in it may touch the world."""
        top, *parts = self.path.removesuffix(".py").split("/")
        is_decision = "rules" in parts or parts[-1:] == ["model"]
        return top == "chalicelib" and (is_decision or parts[0] == "core")

    def functions(self) -> Iterator[Function]:
        """Yield every function and method, nested ones too."""
        for node in self.nodes:
            if isinstance(node, Function):
                yield node


Found = Iterator[str]
Sample = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check with the proof that it can fail.

    `bad` and `good` are (path, source) pairs: each bad one must be found, no good one may be.
    """

    name: str
    find: Callable[[Module], Found]
    bad: tuple[Sample, ...]
    good: tuple[Sample, ...] = ()
    within: tuple[str, ...] = TRAVELS

    def concerns(self, module: Module) -> bool:
        """Tell whether the rule is meant for this file."""
        return any(
            module.path == part or module.path.startswith(part + "/") for part in self.within
        )


@cache
def modules() -> tuple[Module, ...]:
    """Return every file of Python in the project."""
    return tuple(
        Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(_files())
    )


def _files() -> Iterable[Path]:
    for part in EVERYWHERE:
        start = ROOT / part
        yield from start.rglob("*.py") if start.is_dir() else [start] * start.exists()


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for names and attributes, and nothing for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of everything imported, however it is written."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)
