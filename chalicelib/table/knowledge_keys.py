"""The keys of what an account knows: its articles, and their versions (`docs/table.md`)."""

from chalicelib.core.ids import SEQUENCE_DIGITS
from chalicelib.table.keys import Key


def articles(account_id: str) -> str:
    """Return the partition of all articles, read in one query."""
    return f"A#{account_id}#KNOWLEDGE"


def article(account_id: str, article_id: str) -> Key:
    """Return one article as it is now."""
    return articles(account_id), article_id


def knowledge(account_id: str) -> Key:
    """Return how many articles there are, and which edition of them that is."""
    return articles(account_id), "-"


def article_versions(account_id: str, article_id: str) -> str:
    """Return the partition of an article's versions, in order."""
    return f"A#{account_id}#ARTICLE#{article_id}"


def article_version(account_id: str, article_id: str, version: int) -> Key:
    """Return one version of an article."""
    return article_versions(account_id, article_id), f"{version:0{SEQUENCE_DIGITS}d}"


def customer_agent(account_id: str) -> Key:
    """Return how the Customer Agent is set up."""
    return f"A#{account_id}", "CUSTOMER_AGENT"


def talks(account_id: str) -> str:
    """Return the partition of what the Customer Agent had conversations in."""
    return f"A#{account_id}#TALKS"


def talk(account_id: str, ticket_id: str) -> Key:
    """Return one conversation; tickets' ids sort by when they were opened."""
    return talks(account_id), ticket_id


def talks_like(account_id: str, outcome: str, channel: str) -> str:
    """Return the partition of conversations of one channel that ended, or stand, alike."""
    return f"A#{account_id}#TALKED#{outcome}#{channel}"


def talk_like(account_id: str, outcome: str, channel: str, ticket_id: str) -> Key:
    """Return the place of one among those."""
    return talks_like(account_id, outcome, channel), ticket_id


def unanswered(account_id: str) -> str:
    """Return the partition of questions without an answer, in the order of their tickets."""
    return f"A#{account_id}#UNANSWERED"


def unanswered_question(account_id: str, ticket_id: str, sequence: int) -> Key:
    """Return one question: a message of a ticket."""
    return unanswered(account_id), f"{ticket_id}#{sequence:0{SEQUENCE_DIGITS}d}"
