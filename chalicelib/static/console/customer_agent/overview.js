// How the Customer Agent does: its rates, its conversations, and what it could not answer.

import { Disclosure } from "../shared/disclosure.js";
import { Choice, Input } from "../shared/fields.js";
import { html, useSignal } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { useSettled } from "../shared/settled.js";
import { sheet } from "../shared/sheet.js";
import { Section } from "../settings/editor.js";
import { CHANNELS, nameOfChannel } from "./agent.js";
import { Conversations } from "./conversations.js";
import { Unanswered } from "./unanswered.js";

await sheet("./customer_agent.css", import.meta.url);

const METRICS = "v1/customer_agent/metrics";
const SPANS = [
  ["7", "Last 7 days"],
  ["30", "Last 30 days"],
  ["90", "Last 90 days"],
  ["own", "Other days"],
];
const RATES = [
  ["resolution_rate", "Resolution rate"],
  ["routed_rate", "Routed to the team"],
];
const COUNTS = [
  ["conversations", "Conversations"],
  ["resolved", "Resolved"],
  ["routed", "Routed"],
  ["closed", "Closed without a solution"],
  ["open", "Still open"],
];
const LOW = 0.5;

export function Overview({ desk, settings }) {
  const { permissions } = desk.me;
  const hasRates = permissions.includes("reports:read") && desk.plan.value.features.includes("customer_agent");
  const mayWrite = permissions.includes("settings:write");
  return html`
    ${hasRates && html`<${Rates} zone=${settings.known.value.office_hours.time_zone} />`}
    <${Unanswered} mayWrite=${mayWrite} />
    <${Conversations} />
  `;
}

// Days as the shop counts them.
function dayOf(zone, back = 0) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  return parts.format(new Date(Date.now() - back * 86_400_000));
}

function Rates({ zone }) {
  const span = useSignal("30");
  const channel = useSignal("");
  const own = useSignal({ from: dayOf(zone, 29), to: dayOf(zone) });
  const days = span.value === "own" ? own.value : { from: dayOf(zone, Number(span.value) - 1), to: dayOf(zone) };
  const query = new URLSearchParams({ ...days, ...(channel.value && { channel: channel.value }) });
  const isWhole = days.from && days.to && days.from <= days.to;
  const path = `${METRICS}?${query}`;
  return html`
    <${Section} title="Rates">
      <div class="search">
        <${Choice} label="Period" options=${SPANS} ...${useSettled(span.value, (chosen) => (span.value = chosen))} />
        <${Choice} label="Channel" options=${CHANNELS} ...${useSettled(channel.value, (chosen) => (channel.value = chosen))} />
        ${span.value === "own" && html`<${Days} own=${own} />`}
      </div>
      ${isWhole
        ? html`<${Loaded} key=${path} path=${path}>${(known) => known && html`<${Figures} known=${known} />`}<//>`
        : html`<p class="bad" role="status">The first day comes before the last.</p>`}
    <//>
  `;
}

function Days({ own }) {
  const set = (name) => (event) => (own.value = { ...own.value, [name]: event.currentTarget.value });
  return html`
    <${Input} label="From" type="date" value=${own.value.from} onChange=${set("from")} />
    <${Input} label="To, included" type="date" value=${own.value.to} onChange=${set("to")} />
  `;
}

const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const rate = (value) => (typeof value === "number" ? percent.format(value) : "none");

function Figures({ known }) {
  const definitions = known.definitions || {};
  const isLow = known.ended > 0 && known.resolution_rate < LOW;
  return html`
    <dl class="figures rates">
      ${RATES.map(
        ([key, name]) => html`
          <div key=${key}>
            <dt>${name}</dt>
            <dd class="figure">${rate(known[key])}</dd>
            <dd class="hint muted">${definitions[key]}</dd>
          </div>
        `,
      )}
    </dl>
    <dl class="figures">
      ${COUNTS.map(([key, name]) => html`<div key=${key}><dt>${name}</dt><dd class="figure">${known[key]}</dd></div>`)}
    </dl>
    <${Disclosure} words="What is counted">
      <dl class="definitions">
        ${COUNTS.filter(([key]) => definitions[key]).map(
          ([key, name]) => html`<div key=${key}><dt>${name}</dt><dd class="muted">${definitions[key]}</dd></div>`,
        )}
      </dl>
    <//>
    <${ByChannel} of=${known.by_channel || {}} />
    ${!known.conversations && html`<p class="muted">There were no conversations on these days.</p>`}
    ${isLow &&
    html`<p class="muted">Less than half is resolved. What is asked and not answered stands below: each article that you write closes a gap.</p>`}
  `;
}

function ByChannel({ of }) {
  const rows = Object.entries(of);
  if (rows.length < 2) return null;
  return html`
    <table class="by-channel">
      <caption class="visually-hidden">Rates by channel</caption>
      <thead>
        <tr><th scope="col">Channel</th><th scope="col">Begun</th><th scope="col">Resolved</th><th scope="col">Routed</th></tr>
      </thead>
      <tbody>
        ${rows.map(
          ([slug, { conversations, resolution_rate: resolved, routed_rate: routed }]) => html`
            <tr key=${slug}>
              <th scope="row">${nameOfChannel(slug)}</th>
              <td>${conversations}</td>
              <td>${rate(resolved)}</td>
              <td>${rate(routed)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
