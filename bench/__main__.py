"""`python -m bench`: measure every registered operation; exit 1 over budget.

`docs/table.md` tells the same costs. Where it says something else that is a failure too, and
`python -m bench --write` writes it anew.
"""

import importlib
import pkgutil
import sys

from bench import operations
from bench.documented import PAGE, Cost, differing, rewritten
from bench.registry import Registry, registry
from bench.report import run
from bench.stage import stage


def load() -> Registry:
    """Return the registry after every module of `bench.operations` has registered itself."""
    for module in pkgutil.iter_modules(operations.__path__):
        importlib.import_module(f"{operations.__name__}.{module.name}")
    return registry


def main() -> int:
    """Measure everything; return the exit code."""
    seen: dict[str, Cost] = {}
    code = run(load(), stage, print, seen)
    text = PAGE.read_text(encoding="utf-8")
    if "--write" in sys.argv:
        PAGE.write_text(rewritten(text, seen), encoding="utf-8")
    elif different := differing(text, seen):
        print(f"docs/table.md says otherwise (python -m bench --write): {', '.join(different)}")
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
