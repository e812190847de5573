// Tickets as the palette offers them.

import { customerName } from "../shared/words.js";
import { go, place } from "../state/route.js";

// Those of the list that is shown, which are here already.
export function listedTickets({ tickets }) {
  return place.value.page === "tickets" ? tickets.shown.value.map(offered) : [];
}

// Those that the server found, with why: what the name says is not said again.
export function foundTickets(found) {
  return found.map((ticket) => ({
    ...offered(ticket),
    excerpt: ["number", "subject"].includes(ticket.match.field) ? "" : ticket.match.excerpt,
    mark: ticket.is_spam ? "Spam" : { closed: "Closed", snoozed: "Snoozed" }[ticket.status],
  }));
}

function offered({ id, number, subject, preview, customer }) {
  return { id, name: `#${number} ${customerName(customer)}: ${subject || preview}`, run: () => open(id) };
}

function open(id) {
  const { page, view, status } = place.value;
  go(page === "tickets" ? { view, status } : { view: "all", status: "open" }, id);
}
