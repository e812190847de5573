"""Articles and answers from them: what they cost, how long they take, and how often they are right.

The shares are of questions that no training saw (`bench/answers/README.md`).
"""

from dataclasses import replace
from functools import cache

from bench.answers import corpus, escalations, evaluate, whole
from bench.answers.evaluate import Outcome
from bench.operations.warm import over_chalice
from bench.registry import Action, figure, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib.customer_agent.knowledge.answers import answered
from chalicelib.customer_agent.knowledge.finding.index import index

ARTICLES = "/v1/knowledge"
ARTICLE = "/v1/knowledge/{article_id}"
ASK = "/v1/knowledge/ask"
TEXT = "You may send back anything unused within 30 days of its delivery. " * 15
"""About a thousand characters."""
QUESTION = {"question": "How do I send it back?"}
MANY = 200


def _article(open_shop: Shop, title: str = "Returns") -> str:
    return open_shop.api().json("POST", ARTICLES, {"title": title, "text": TEXT})["id"]


def _ten(open_shop: Shop) -> None:
    for number in range(10):
        _article(open_shop, f"Returns {number}")


@operation("the articles", requests=2, read=5, write=0)
def listed(stage: Stage) -> Action:
    """List ten of a thousand characters, and how many there are."""
    open_shop = shop(stage)
    _ten(open_shop)
    return open_shop.api().warm("GET", ARTICLES)


@operation("an article is made", requests=3, read=3, write=12)
def made(stage: Stage) -> Action:
    """Read how many there are, write it and its version, and show it."""
    open_shop = shop(stage)
    _article(open_shop)
    return open_shop.api().warm("POST", ARTICLES, {"title": "Late", "text": TEXT})


@operation("an article changes", requests=4, read=4, write=12)
def changed(stage: Stage) -> Action:
    """Write it and another version."""
    open_shop = shop(stage)
    body = {"title": "Sending back"}
    return open_shop.api().warm("PATCH", ARTICLE, body, article_id=_article(open_shop))


@operation("the versions of an article", requests=2, read=3, write=0)
def versions(stage: Stage) -> Action:
    """Show three."""
    open_shop = shop(stage)
    article_id = _article(open_shop)
    for text in ("30 days.", "14 days."):
        open_shop.api().call("PATCH", ARTICLE, {"text": text}, article_id=article_id)
    return open_shop.api().warm("GET", f"{ARTICLE}/versions", article_id=article_id)


@operation("a question, with ten articles not known yet", requests=2, read=5, write=0)
def first_question(stage: Stage) -> Action:
    """Read the edition and the articles."""
    open_shop = shop(stage)
    _ten(open_shop)
    return open_shop.api().warm("POST", ASK, QUESTION)


@operation("a question, with the articles known", requests=1, read=0.5, write=0)
def question(stage: Stage) -> Action:
    """Read the edition alone."""
    open_shop = shop(stage)
    _ten(open_shop)
    open_shop.api().call("POST", ASK, QUESTION)
    return open_shop.api().warm("POST", ASK, QUESTION)


@cache
def _held_back() -> list[Outcome]:
    return evaluate.outcomes(corpus.held_back())


@figure("questions that are answered wrongly", most=0.02, unit="of all")
def wrong() -> float:
    """Ask what no training saw, answerable and not."""
    return evaluate.wrong(_held_back())


@figure("answers that are wrong", most=0.02, unit="of answers")
def wrong_of_answers() -> float:
    """Count only what was answered at all."""
    given = [each for each in _held_back() if each.given]
    return evaluate.wrong(given)


@figure("unanswerable questions that are not handed off", most=0.02, unit="of these")
def not_handed_off() -> float:
    """Ask what no article answers."""
    return 1 - evaluate.handed_off(_held_back())


@figure("answerable questions that are not answered rightly", most=0.52, unit="of these")
def unanswered() -> float:
    """Ask what an article answers; the rest of these goes to the team."""
    return 1 - evaluate.right(_held_back())


@figure("answerable questions whose article is not the first", most=0.14, unit="of these")
def not_first() -> float:
    """Rank the articles, however sure the first one is."""
    return 1 - evaluate.ranked_first(_held_back())


@figure("messages that the whole agent answers wrongly", most=0.02, unit="of all")
def wrong_of_all() -> float:
    """Send questions, what meets a rule, and who asks for a person; none of it seen before."""
    return whole.wrong()


@figure("messages for a person that the agent answers", most=0.05, unit="of these")
def kept_from_persons() -> float:
    """Count who asks for one, what meets a rule, and what nobody else knows."""
    return whole.kept()


@figure("messages that a rule hands over wrongly", most=0.2, unit="of these")
def wrong_rules() -> float:
    """Meet each trigger with the messages of all others, near misses among them."""
    return 1 - escalations.outcome(escalations.held_back()).precision


@figure("messages that no rule hands over though it should", most=0.15, unit="of these")
def missed_rules() -> float:
    """Meet triggers that the threshold was chosen without."""
    return 1 - escalations.outcome(escalations.held_back()).recall


@figure("who asks for a person and is not understood", most=0.15, unit="of these")
def missed_persons() -> float:
    """Ask in seven languages, in words that no phrase was written for."""
    return 1 - whole.person_outcome().recall


@figure("an answer among 200 articles", most=40, unit="x Chalice")
def time_of_an_answer() -> float:
    """Ask forty questions, misspelt ones among them."""
    own = corpus.articles()
    every = [replace(own[n % len(own)], id=f"{own[n % len(own)].id}-{n}") for n in range(MANY)]
    known = index(every)
    asked = [each.text for each in corpus.questions()][::13]
    return over_chalice(lambda: [answered(known, text) for text in asked], times=1) / len(asked)
