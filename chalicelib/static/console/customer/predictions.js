// What the customer will probably do, with how far such forecasts were off when they were tried.

import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Exactly } from "../shared/moments.js";
import { date, money, number, percent } from "./figures.js";

const LEVELS = { low: "Low", medium: "Medium", high: "High" };
const NEEDS = {
  customers_with_order: ({ have, need }) => `customers with an order: ${number(have)} of ${number(need)}`,
  days_of_history: ({ have, need }) => `days of history: ${number(have)} of ${number(need)}`,
  recent_orders: () => "an order within the last 30 days",
  customers_with_three_orders: ({ have, need }) => `customers with three orders: ${number(have)} of ${number(need)}`,
  repeated_spending: () => "customers who spent different amounts, several times",
};

export function Predictions({ path }) {
  return html`
    <section aria-label="Predictions">
      <h3>Predictions</h3>
      <${Loaded} path=${`${path}/predictions`}>${(known) => html`<${Found} known=${known || {}} />`}<//>
    </section>
  `;
}

function Found({ known }) {
  if (known.status === "ready") return html`<${Numbers} known=${known} />`;
  if (known.status !== "not_enough_data") return html`<p class="muted">No orders of this customer are known.</p>`;
  const lacks = known.missing.filter(({ code }) => NEEDS[code]).map((each) => NEEDS[each.code](each));
  if (!lacks.length) return html`<p class="muted">Not enough data yet: the shop's orders are looked at once a day.</p>`;
  return html`
    <p class="muted">Not enough data yet. What is missing:</p>
    <ul class="hint muted">${lacks.map((words) => html`<li key=${words}>${words}</li>`)}</ul>
  `;
}

function Numbers({ known }) {
  const { lifetime_value: value, churn_risk: churn, next_order_at: next, error } = known;
  const rows = [
    ["Lifetime value", html`<strong>${money(value.total_minor, value)}</strong>${`, ${money(value.spent_minor, value)} of it spent`}`],
    ["Orders", `${known.orders_placed}, and ${number(known.expected_orders)} more in ${known.within_days} days`],
    churn && ["Churn risk", html`<strong>${LEVELS[churn.level]}</strong>${` (${percent(churn.probability)})`}`],
    ["Next order", next ? `Around ${date(next)}` : "None to be expected"],
  ].filter(Boolean);
  return html`
    <dl>${rows.map(([name, words]) => html`<div key=${name}><dt>${name}</dt><dd>${words}</dd></div>`)}</dl>
    <p class="hint muted">${known.source === "own_model" ? html`<${Own} error=${error} at=${known.fitted_at} />` : "By the customer platform."}</p>
  `;
}

// All customers taken together, over the days that were kept back from the model when it was tried.
function Own({ error, at }) {
  const off = (share) => (share === null ? "unknown" : percent(Math.abs(share)));
  return html`
    Reckoned from your shop's orders <${Exactly} at=${at} />. Tried on ${error.held_out_days} days that it did not know, it was
    off by ${off(error.orders)} of the orders and ${off(error.lifetime_value)} of their value.
  `;
}
