// What the customer ordered, as the shop has it now, or as it told it last; why nothing is shown, where that is so.

import { Disclosure } from "../shared/disclosure.js";
import { html, useSignal } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { count } from "../shared/words.js";
import { time } from "./figures.js";
import { Order } from "./order.js";

// Where the orders that belong beside a ticket are asked for.
export const ordersOf = (ticket) => `v1/customers/${encodeURIComponent(ticket.customer.id)}/orders`;

export function Orders({ desk, ticket }) {
  return html`
    <section aria-label="Orders">
      <h3>Orders</h3>
      <${Loaded} path=${ordersOf(ticket)}>
        ${(known, reload) => html`<${Found} known=${known || { state: "unavailable" }} desk=${desk} reload=${reload} />`}
      <//>
    </section>
  `;
}

function Found({ known, desk, reload }) {
  const { state, as_of: at } = known;
  if (state === "not_connected") return html`<${NoShop} permissions=${desk.me.permissions} />`;
  if (state === "unproved") return html`<${Unproved} />`;
  if (state === "unavailable") return html`<${Away} words="Order data unavailable: the shop does not answer." reload=${reload} />`;
  return html`
    ${state === "cached" && html`<${Away} words=${`As of ${time(at)}: the shop does not answer.`} reload=${reload} />`}
    ${known.data.length ? html`<${List} known=${known} />` : html`<p class="muted">No orders are known of this customer.</p>`}
  `;
}

function List({ known: { data, count: all } }) {
  return html`
    <${Disclosure} words=${count(all, "order")}>
      ${all > data.length && html`<p class="hint muted">${`The newest ${data.length} are shown.`}</p>`}
      <ul class="orders">${data.map((order) => html`<li key=${order.id}><${Order} order=${order} /></li>`)}</ul>
    <//>
  `;
}

function Away({ words, reload }) {
  const isAsking = useSignal(false);
  const retry = async () => {
    isAsking.value = true;
    await reload();
    isAsking.value = false;
  };
  return html`
    <div class="away">
      <p class="muted" role="status">${isAsking.value ? "Asking the shop…" : words}</p>
      <button type="button" aria-label="Retry orders" aria-disabled=${isAsking.value} onClick=${() => isAsking.value || retry()}>
        Retry
      </button>
    </div>
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

function Unproved() {
  return html`
    <p class="muted">
      Not shown: nobody has proved that whoever writes here owns the customer's address. Orders show once they write by
      mail or from their number, or sign in at your shop.
    </p>
  `;
}
