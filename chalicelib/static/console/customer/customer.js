// What is known of the customer beyond the ticket: what they bought, may do next, wrote before, and did elsewhere.

import { Subscriptions } from "../commerce/subscriptions.js";
import { html, useSignal } from "../shared/html.js";
import { sheet } from "../shared/sheet.js";
import { Events } from "./events.js";
import { Merges } from "./merges.js";
import { Orders } from "./orders.js";
import { Predictions } from "./predictions.js";
import { Profile } from "./profile.js";
import { Tickets } from "./tickets.js";

await Promise.all([sheet("./customer.css", import.meta.url), sheet("../commerce/commerce.css", import.meta.url)]);

export function Customer({ desk, ticket }) {
  const path = `v1/customers/${encodeURIComponent(ticket.customer.id)}`;
  const turn = useSignal(0); // Who is merged or parted is somebody else: all is asked for again.
  return html`
    <div class="customer">
      <${Orders} key=${`orders ${turn}`} desk=${desk} ticket=${ticket} />
      <${Subscriptions} key=${`subscriptions ${turn}`} ticketId=${ticket.id} />
      <${Predictions} key=${`predictions ${turn}`} path=${path} />
      <${Profile} key=${`profile ${turn}`} path=${path} />
      <${Merges} key="merges" path=${path} desk=${desk} onChanged=${() => (turn.value += 1)} />
      <${Tickets} key=${`tickets ${turn}`} path=${path} ticketId=${ticket.id} />
      <${Events} key=${`events ${turn}`} path=${path} />
    </div>
  `;
}
