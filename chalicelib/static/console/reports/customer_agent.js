// What the Customer Agent answered by itself.

import { html } from "../shared/html.js";
import { channelName } from "../shared/words.js";
import { Answered, useAnswer } from "./answer.js";
import { Behind } from "./tickets.js";
import { number } from "./numbers.js";
import { Table } from "./table.js";

const PERCENT = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const COUNTS = [
  ["conversations", "Conversations"],
  ["resolved", "Resolved by it"],
  ["routed", "Handed to people"],
  ["closed", "Closed"],
  ["open", "Under way"],
];
const RATES = [
  ["resolution_rate", "Without a human, of all that ended"],
  ["routed_rate", "Handed over, of all"],
];

// What its settings and figures call a channel otherwise than tickets do.
const OWN_NAMES = { webchat: "chat" };
const usual = (name) => Object.keys(OWN_NAMES).find((channel) => OWN_NAMES[channel] === name) || name;

export function CustomerAgent({ summary, asked, turn }) {
  const { from, to } = summary;
  const query = new URLSearchParams({ from, to, ...(asked.channel && { channel: OWN_NAMES[asked.channel] || asked.channel }) });
  const answer = useAnswer(`v1/customer_agent/metrics?${query}`, turn);
  return html`
    <section aria-label="Customer Agent">
      <h2>Customer Agent</h2>
      <${Answered} answer=${answer}>${(known) => html`<${Figures} known=${known} summary=${summary} />`}<//>
    </section>
  `;
}

function Figures({ known, summary: { from, to, current, definitions, channel } }) {
  const closed = current.ai_resolved;
  return html`
    <p>
      Tickets that it closed: <${Behind} query=${{ from, to, metric: "ai_resolved", channel }} value=${closed}>${number(closed)}<//>
      <span class="muted">${` ${definitions.ai_resolved}`}</span>
    </p>
    <dl class="times">
      ${COUNTS.map(([key, name]) => html`<div key=${key}><dt>${name}</dt><dd>${number(known[key] ?? 0)}</dd></div>`)}
      ${RATES.map(([key, name]) => html`<div key=${key}><dt>${name}</dt><dd>${share(known[key])}</dd></div>`)}
    </dl>
    <${ByChannel} of=${known.by_channel || {}} />
  `;
}

const share = (value) => (value === null || value === undefined ? "–" : PERCENT.format(value));

function ByChannel({ of }) {
  const rows = Object.entries(of).map(([key, figures]) => ({ ...figures, key, name: channelName(usual(key)) }));
  if (!rows.length) return null;
  const columns = [
    { key: "name", name: "Channel", value: ({ name }) => name },
    ...COUNTS.map(([key, name]) => ({ key, name, value: (row) => row[key] ?? 0, shown: (row) => number(row[key] ?? 0) })),
  ];
  return html`<${Table} caption="Customer Agent by channel" columns=${columns} rows=${rows} />`;
}
