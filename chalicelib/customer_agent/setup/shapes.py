"""What answers about the Customer Agent's settings look like."""

from chalicelib.customer_agent.setup.model import Setup
from chalicelib.web.description.shapes import Answers, changed, tagged

ANSWERS: Answers = {
    "GET /v1/customer_agent": tagged(Setup),
    "PATCH /v1/customer_agent": changed(Setup, 402),
}
