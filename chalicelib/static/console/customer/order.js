// One order: what it is called and comes to, how far it is, what is in it, and where it goes.

import { OrderActs } from "../commerce/order_acts.js";
import { Disclosure } from "../shared/disclosure.js";
import { html } from "../shared/html.js";
import { exact } from "../shared/moments.js";
import { date, money } from "./figures.js";

const STATES = { open: "Open", closed: "Closed", cancelled: "Cancelled" };

export function Order({ order, ticketId, changed }) {
  const { name, placed_at: at, lines, shipping_address: address } = order;
  const amount = amounts(order);
  return html`
    <article class="order" aria-label=${`Order ${name}`}>
      <div class="top">
        <strong><bdi>${name}</bdi></strong>
        <span>${amount(order.total)}</span>
        <${OrderActs} ticketId=${ticketId} order=${order} changed=${changed} />
      </div>
      <p class="muted"><time datetime=${at} title=${exact(at)}>${date(at)}</time>${` · ${stateOf(order)}`}</p>
      <ul aria-label="Articles">${lines.map((line) => html`<${Line} key=${line.id} line=${line} amount=${amount} />`)}</ul>
      ${address && html`<${Disclosure} words="Shipping address"><${Address} of=${address} /><//>`}
    </article>
  `;
}

function Line({ line: { title, variant, quantity, price }, amount }) {
  return html`
    <li>
      <span>${`${quantity} × `}<bdi>${title}</bdi>${variant && html`, <bdi>${variant}</bdi>`}</span>
      <span>${amount(price)}${quantity > 1 && " each"}</span>
    </li>
  `;
}

function Address({ of: { name, address1, address2, postcode, city, region, country, phone } }) {
  const place = [postcode, city].filter(Boolean).join(" ");
  const rows = [name, address1, address2, place, region, country, phone].filter(Boolean);
  return html`<address>${rows.map((row) => html`<span key=${row} dir="auto">${row}</span>`)}</address>`;
}

const amounts = ({ currency, minor_digits: exponent }) => (minor) => money(minor, { currency, exponent });

function stateOf({ status, financial_status: paid, fulfillment_status: sent }) {
  return [STATES[status] || words(status), paid && words(paid), sent && words(sent)].filter(Boolean).join(" · ");
}

// What shops call the states of payment and delivery: partially_paid, unfulfilled.
function words(state) {
  const text = state.replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
