"""Messages between customers and the team: receive, reply, deliver, settle, follow up."""
