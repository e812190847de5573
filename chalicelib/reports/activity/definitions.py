"""What each figure is, in words that are shown with it."""

from collections.abc import Mapping

DEFINITIONS: Mapping[str, str] = {
    "created": "New tickets, on the day somebody first wrote in them.",
    "reopened": "How often closed tickets were opened again.",
    "resolved": "How often somebody of the team closed a ticket. One that is opened again and "
    "closed again counts twice.",
    "auto_closed": "Tickets that closed by themselves, since nobody wrote any more.",
    "ai_resolved": "Tickets that the Customer Agent closed.",
    "backlog": "Tickets that are not closed, snoozed ones too, when the last day ends.",
    "first_response": "From the customer's first message since the ticket was opened, or opened "
    "again, to the first answer of a person, on the day of the answer.",
    "response": "From the first message that nobody has answered to the next answer of a person, "
    "each time, on the day of the answer. What was closed unanswered is none.",
    "resolution": "From when a ticket was opened, or opened again, to when somebody of the team "
    "closed it, on that day.",
    "assigned": "How often an agent was given a ticket, or took it.",
    "wall": "All of the time, in seconds.",
    "office_hours": "Only the time inside office hours, as they were when it was counted. Without "
    "a calendar it is all of it.",
    "n": "How many times were measured.",
    "percentiles": "Half of the times are no longer than the median, nine of ten no longer than "
    "p90. Both are exact to 9.1 %, means and counts to the last.",
    "agents": "Responses are their author's. Who has a ticket when it is closed resolves it; of "
    "one that nobody has, whoever closed it.",
    "teams": "Tickets count for the team that has them now.",
    "tags": "Tickets count for each tag that they have now, up to 20.",
    "sources": "Tickets count for the campaign or flow that the customer had answered last since "
    "the ticket was opened, or opened again, by what happened after that.",
    "lists": "Lists of agents, teams, tags and sources have means; each by itself has median and "
    "p90, too.",
    "tickets": "Which tickets a figure is made of, with what each adds to it on a day. Those of "
    "the backlog are not closed since the day that is told.",
    "left_out": "Tickets in Spam and automatic messages count nowhere, in days long past either. "
    "An answer that was taken back is none.",
    "change_percent": "Against the comparison period; none where that had nothing.",
}
