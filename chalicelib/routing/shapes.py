"""What is answered to who moves a ticket by hand."""

from chalicelib.tickets.shapes import WholeTicket
from chalicelib.web.description.shapes import Answers, tagged

ANSWERS: Answers = {
    "POST /v1/tickets/{ticket_id}/reopen": tagged(WholeTicket),
    "POST /v1/tickets/{ticket_id}/spam": tagged(WholeTicket),
    "POST /v1/tickets/{ticket_id}/not_spam": tagged(WholeTicket),
}
