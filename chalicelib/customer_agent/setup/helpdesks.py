"""Which helpdesks hand-offs can go to."""

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.helpdesks import outside
from chalicelib.customer_agent.helpdesks.model import Helpdesk


def connected(desk: Desk, helpdesk: str) -> bool:
    """Tell whether tickets can be made there (acceptance 138)."""
    return outside.connected(desk, Helpdesk(helpdesk))
