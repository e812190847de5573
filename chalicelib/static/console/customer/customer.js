// What is known of the customer beyond the ticket: what they ordered, may do next, wrote before, and did elsewhere.

import { html } from "../shared/html.js";
import { sheet } from "../shared/sheet.js";
import { Events } from "./events.js";
import { Orders } from "./orders.js";
import { Predictions } from "./predictions.js";
import { Profile } from "./profile.js";
import { Tickets } from "./tickets.js";

await sheet("./customer.css", import.meta.url);

export function Customer({ desk, ticket }) {
  const path = `v1/customers/${encodeURIComponent(ticket.customer.id)}`;
  return html`
    <div class="customer">
      <${Orders} desk=${desk} ticket=${ticket} />
      <${Predictions} path=${path} />
      <${Profile} path=${path} />
      <${Tickets} path=${path} ticketId=${ticket.id} />
      <${Events} path=${path} />
    </div>
  `;
}
