// What is known of the customer beyond the ticket: what they may do next, wrote before, and did elsewhere.

import { html } from "../shared/html.js";
import { sheet } from "../shared/sheet.js";
import { Events } from "./events.js";
import { Predictions } from "./predictions.js";
import { Profile } from "./profile.js";
import { Tickets } from "./tickets.js";

await sheet("./customer.css", import.meta.url);

export function Customer({ customerId, ticketId }) {
  const path = `v1/customers/${encodeURIComponent(customerId)}`;
  return html`
    <div class="customer">
      <${Predictions} path=${path} />
      <${Profile} path=${path} />
      <${Tickets} path=${path} ticketId=${ticketId} />
      <${Events} path=${path} />
    </div>
  `;
}
