"""`python -m bench`: measure every registered operation; exit 1 over budget."""

import importlib
import pkgutil
import sys

from bench import operations
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
    return run(load(), stage, print)


if __name__ == "__main__":
    sys.exit(main())
