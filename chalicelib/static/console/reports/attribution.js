// What campaigns and flows led to: the texts that answered them, and what short links brought.

import { Disclosure } from "../shared/disclosure.js";
import { Hidden } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { channelName } from "../shared/words.js";
import { Answered, useAnswer } from "./answer.js";
import { path } from "./asked.js";
import { Closer, columns, named } from "./means.js";
import { number } from "./numbers.js";
import { Table } from "./table.js";

const TITLE = "Campaigns and flows";
const KINDS = { campaign: "Campaign", flow: "Flow" };
const COUNTS = [
  ["received", "Received"],
  ["replies", "Answered"],
  ["clicks", "Clicks"],
  ["orders", "Orders"],
];

const FIGURES = ["created", "resolved", "first_response", "response", "resolution"];

// What they led to, and how their tickets were answered, are counted apart: each has an answer of its own.
export function Attribution({ asked: { from, to, clock }, turn }) {
  const led = useAnswer(path("attribution", { from, to }), turn);
  const worked = useAnswer(path("sources", { from, to }), turn);
  return html`
    <section aria-label=${TITLE}>
      <h2>${TITLE}</h2>
      <${Answered} answer=${led}>${(known) => html`<${Sources} known=${known} />`}<//>
      <${Answered} answer=${worked}>
        ${(known) => html`<${Worked} known=${known} names=${led.known?.sources || []} clock=${clock} turn=${turn} />`}
      <//>
    </section>
  `;
}

// Those who were told of in other days only are called what their own system calls them.
function Worked({ known, names, clock, turn }) {
  const { from, to, sources, definitions } = known;
  if (!sources.length) return null;
  const name = ({ source, id }) => names.find((each) => each.source === source)?.name || id;
  const rows = sources.map((each) => ({ ...each, key: each.source }));
  const given = { from, to, clock, by: ({ source }) => ({ source }), name };
  const all = [{ key: "name", name: "Name", value: name }, ...columns(FIGURES, given)];
  return html`
    <h3>Their tickets</h3>
    <${Table} caption="Tickets of campaigns and flows" columns=${all} rows=${rows} sort=${{ key: "created", isDown: true }} />
    <${Closer} one="a campaign or flow" rows=${rows} figures=${FIGURES} turn=${turn} ...${given} />
    <${Disclosure} words=${html`What it means<${Hidden}>: Tickets of campaigns and flows<//>`}>
      <p class="muted">${definitions.sources}</p>
      ${FIGURES.map((metric) => html`<p key=${metric} class="muted">${`${named(metric)}: ${definitions[metric]}`}</p>`)}
      <p class="muted">${`${definitions[clock]} ${definitions.percentiles} ${definitions.lists}`}</p>
    <//>
  `;
}

function Sources({ known: { sources, totals, definitions } }) {
  const rows = sources.map((each) => ({ ...each, key: each.source }));
  const counts = [
    { key: "name", name: "Name", value: ({ name }) => name },
    { key: "type", name: "Kind", value: ({ type }) => KINDS[type] || type },
    { key: "channel", name: "Channel", value: ({ channel }) => channelName(channel) },
    ...COUNTS.map(([key, name]) => ({ key, name, value: (row) => row[key], shown: (row) => number(row[key]) })),
    { key: "revenue", name: "Revenue", value: ({ revenue }) => Number(revenue[0]?.value ?? 0), shown: ({ revenue }) => money(revenue) },
  ];
  return html`
    ${rows.length
      ? html`<${Table} caption=${TITLE} columns=${counts} rows=${rows} sort=${{ key: "replies", isDown: true }} />`
      : html`<p class="muted">No campaign or flow was received in these days.</p>`}
    <p class="muted">${`Texts that answered none: ${number(totals.unattributed_texts)}.`}</p>
    <${Disclosure} words=${html`What it means<${Hidden}>${`: ${TITLE}`}<//>`}>
      ${[...COUNTS, ["revenue"], ["sources"], ["unattributed_texts"], ["left_out"]].map(
        ([key]) => html`<p key=${key} class="muted">${definitions[key]}</p>`,
      )}
    <//>
  `;
}

// Amounts of several currencies are not one number.
const money = (revenue) =>
  revenue
    .map(({ currency, value }) => new Intl.NumberFormat(undefined, { style: "currency", currency }).format(value))
    .join(", ") || "–";
