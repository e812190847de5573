"""F-1: whatever dies before or after any call, AWS's and the clients' own retries mend it."""

from dev.aws.gate import Call
from tests.faults.catalogue import every
from tests.faults.commands import Command
from tests.faults.invariants import has_effect, the_stream_again_gives_the_same
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
        has_effect(shop, self.command.effect, self.command.name)


def is_its_own(call: Call) -> bool:
    """Leave out the sweep's looking around: eight times nothing."""
    return not (call.name == "dynamodb.Query" and call.parameters().get("IndexName") == "by_due")


@every()
def test_a_crash_at_any_call_is_mended(shop: Shop, command: Command) -> None:
    command.prepare(shop)
    again, proof = shop.kept(), Proof(command)

    crash_everywhere(again, command.act, proof.mend, lambda _: None, counts=is_its_own)

    whole = again()
    command.act(whole)
    proof.check(whole)
    the_stream_again_gives_the_same(whole)
