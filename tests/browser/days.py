"""A week that is reported of."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from tests.browser.product import Running


@dataclass(frozen=True)
class Days:
    """Days that something was counted on."""

    first: str
    last: str

    def asked(self, **more: str) -> dict[str, str]:
        """Return what is asked of the API."""
        return {"from": self.first, "to": self.last, **more}

    def address(self, **more: str) -> str:
        """Return where the page shows them."""
        return f"/console#/reports?{urlencode({'period': 'own', **self.asked(**more)})}"


def worked(product: Running) -> Days:
    """Return the last week, after some work on its last day that is counted."""
    for number in range(3):
        subject = f"Reported {number}"
        product.mail(subject, "How is it?", sender=f"reported{number}@mail.example")
    product.pass_time(minutes=20)
    for number in range(2):
        ticket = f"/v1/tickets/{product.ticket(f'Reported {number}')['id']}"
        product.ask("POST", f"{ticket}/replies", {"text": "Like this."})
        product.ask("POST", f"{ticket}/tags", {"add": ["reported"]})
        product.ask("POST", f"{ticket}/close")
    product.pass_time(minutes=10)
    last = date.fromisoformat(product.ticket("Reported 0")["created_at"][:10])
    return Days((last - timedelta(days=6)).isoformat(), (last + timedelta(days=1)).isoformat())
