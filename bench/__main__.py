"""`python -m bench`: measure every registered operation; exit 1 over budget."""

import importlib
import pkgutil
import sys

from bench import operations
from bench.registry import registry
from bench.report import run
from bench.stage import stage


def main() -> int:
    """Load the modules of `bench.operations`, which register themselves, and run them."""
    for module in pkgutil.iter_modules(operations.__path__):
        importlib.import_module(f"{operations.__name__}.{module.name}")
    return run(registry, stage, print)


if __name__ == "__main__":
    sys.exit(main())
