"""What the text model costs beside its time: the account's lessons."""

from bench.registry import Action, operation
from bench.shop import shop
from bench.stage import Stage
from chalicelib.routing import lessons
from chalicelib.routing.text.model import SPAM


@operation("a correction teaches the text model", requests=3, read=1.5, write=2)
def learn(stage: Stage) -> Action:
    """Learn that a message is spam, as the first lesson."""
    open_shop = shop(stage)
    ticket = open_shop.ticket()
    return lambda: lessons.learn(open_shop.desk(), ticket.id, SPAM, holds=True)


@operation("what was taught is read, each half minute", requests=1, read=1, write=0)
def read(stage: Stage) -> Action:
    """Read the lessons that the last intake of this process has not left behind."""
    open_shop = shop(stage)
    lessons.learn(open_shop.desk(), open_shop.ticket().id, SPAM, holds=True)
    return lambda: lessons.learned(open_shop.desk())
