"""F-1: whatever dies before or after any call, AWS's and the clients' own retries mend it."""

import pytest

from tests.faults.catalogue import COMMANDS
from tests.faults.commands import Command
from tests.faults.invariants import check, scan, the_stream_again_gives_the_same
from tests.faults.shop import Shop
from tests.kit.crash import crash_everywhere


class Proof:
    """Mends and checks every state that a crash leaves behind, each state once.

    Dying before a call leaves what dying after the one before it left, and reads leave nothing.
    """

    def __init__(self, command: Command) -> None:
        self.command = command
        self.seen: set[str] = set()

    def mend(self, shop: Shop) -> None:
        state = shop.cloud.state()
        if state in self.seen:
            shop.hand = self.__class__.__name__
            return
        self.command.mend(shop)
        self.check(shop)
        self.seen.add(state)

    def check(self, shop: Shop) -> None:
        if shop.hand == self.__class__.__name__:
            return
        shop.cloud.calm()
        check(shop)
        assert self.command.effect(scan(shop)), f"{self.command} had no effect"


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_a_crash_at_any_call_is_mended(shop: Shop, command: Command) -> None:
    command.prepare(shop)
    again, proof = shop.kept(), Proof(command)

    crash_everywhere(again, command.act, proof.mend, lambda _: None)

    whole = again()
    command.act(whole)
    proof.check(whole)
    the_stream_again_gives_the_same(whole)
