"""The list of what is left to set up, and the signs that it is read from."""

from bench.registry import Action, operation
from bench.shop import shop
from bench.stage import Stage
from chalicelib.accounts import forwarding, heard
from chalicelib.channels.webchat import sites

SETUP = "/v1/setup"


@operation("what is left to set up", requests=9, read=10, write=0)
def look(stage: Stage) -> Action:
    """Look at everything that a step is judged by."""
    return shop(stage).api().warm("GET", SETUP)


@operation("a step of the set-up is passed over", requests=11, read=11, write=4)
def skip(stage: Stage) -> Action:
    """Write who did it, and look again."""
    return shop(stage).api().warm("PATCH", SETUP, {"steps": {"shop": "skipped"}})


@operation("a site shows the chat, once in six hours", requests=1, read=0, write=1)
def site_seen(stage: Stage) -> Action:
    """Note the site; every other visit costs nothing."""
    own = shop(stage).desk()
    return lambda: sites.note(own, "https://mugs.example")


@operation("a mail comes while a forwarding test is out", requests=1, read=0, write=1)
def heard_other(stage: Stage) -> Action:
    """Note where it came from; without a test nothing is noted."""
    own = shop(stage).desk()
    support = forwarding.add(own, "help@mugs.example")
    forwarding.send_test(own, support.address)
    heard.note(own, "dhf_" + "0" * 8 + "_" + "0" * 40, sender="", recipients=())
    return lambda: heard.note(own, "Hello", sender="ann@mail.example", recipients=())
