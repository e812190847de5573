"""Articles of a small shop, as values."""

from datetime import UTC, datetime

from chalicelib.customer_agent.knowledge.model import Article

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def an_article(title: str, text: str, *questions: str, language: str = "") -> Article:
    """Return an article, its title its id."""
    return Article(
        id=title,
        title=title,
        questions=questions,
        text=text,
        language=language,
        version=1,
        created_at=NOON,
        updated_at=NOON,
    )


SHOP = (
    an_article("How long does delivery take?", "Two to four working days.", "When does it arrive"),
    an_article("How do I return an item?", "Send it back within 30 days, unused."),
    an_article("Are the mugs dishwasher safe?", "Yes, but for those with a gold rim."),
    an_article("Which payment methods do you accept?", "Cards, PayPal and Klarna."),
    an_article("Do you engrave names?", "Up to ten letters on wood, none on ceramics."),
)
