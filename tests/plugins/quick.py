"""Spares a run of thousands of tests what grows with their number."""

import gc
from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling

_YOUNG = 20_000
"""How many new objects are worth a look for rubbish: a test makes thousands, and keeps few."""


def pytest_collection_finish() -> None:
    """Never look for rubbish among what was loaded: it stays for the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "Forgetful | None":
    """Hand tests out as `--dist loadgroup` does, without going through what is done."""
    return Forgetful(config, log) if config.getoption("dist") == "loadgroup" else None


class Forgetful(LoadGroupScheduling):
    """xdist counts for each test that ends what is left of all that its worker was ever given."""

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """Forget a group of tests when its last one is done, and hand out the next."""
        test = self.registered_collections[node][item_index]
        given = self.assigned_work[node]
        group = self._split_scope(test)
        given[group][test] = True
        if all(given[group].values()):
            del given[group]
        self._reschedule(node)
