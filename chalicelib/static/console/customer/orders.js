// What the customer ordered, as the shop has it now, or as it told it last; why nothing is shown, where that is so.

import { Disclosure } from "../shared/disclosure.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { count } from "../shared/words.js";
import { time } from "./figures.js";
import { Away, Unproved } from "./known.js";
import { Order } from "./order.js";

// Where the orders that belong beside a ticket are asked for.
export const ordersOf = (ticket) => `v1/tickets/${encodeURIComponent(ticket.id)}/orders`;

export function Orders({ desk, ticket }) {
  return html`
    <section aria-label="Orders">
      <h3>Orders</h3>
      <${Loaded} path=${ordersOf(ticket)}>
        ${(known, reload) =>
          html`<${Found} known=${known || { state: "unavailable" }} desk=${desk} ticketId=${ticket.id} reload=${reload} />`}
      <//>
    </section>
  `;
}

function Found({ known, desk, ticketId, reload }) {
  const { state, as_of: at } = known;
  if (state === "not_connected") return html`<${NoShop} permissions=${desk.me.permissions} />`;
  if (state === "unproved") return html`<${Unproved} what="Orders" />`;
  if (state === "unavailable") return html`<${Away} of="orders" words="Order data unavailable: the shop does not answer." reload=${reload} />`;
  return html`
    ${state === "cached" && html`<${Away} of="orders" words=${`As of ${time(at)}: the shop does not answer.`} reload=${reload} />`}
    ${known.data.length
      ? html`<${List} known=${known} ticketId=${ticketId} reload=${reload} />`
      : html`<p class="muted">No orders are known of this customer.</p>`}
  `;
}

function List({ known: { data, count: all }, ticketId, reload }) {
  return html`
    <${Disclosure} words=${count(all, "order")}>
      ${all > data.length && html`<p class="hint muted">${`The newest ${data.length} are shown.`}</p>`}
      <ul class="orders">
        ${data.map((order) => html`<li key=${order.id}><${Order} order=${order} ticketId=${ticketId} changed=${reload} /></li>`)}
      </ul>
    <//>
  `;
}

function NoShop({ permissions }) {
  return html`
    <p class="muted">
      No shop is connected.${" "}
      ${permissions.includes("settings:write") && html`<a href="#/settings/shop">Connect the shop</a>`}
    </p>
  `;
}
