// What campaigns and flows led to: the texts that answered them, and what short links brought.

import { Disclosure } from "../shared/disclosure.js";
import { Hidden } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { channelName } from "../shared/words.js";
import { Answered, useAnswer } from "./answer.js";
import { path } from "./asked.js";
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

export function Attribution({ asked: { from, to }, turn }) {
  const answer = useAnswer(path("attribution", { from, to }), turn);
  return html`
    <section aria-label=${TITLE}>
      <h2>${TITLE}</h2>
      <${Answered} answer=${answer}>${(known) => html`<${Sources} known=${known} />`}<//>
    </section>
  `;
}

function Sources({ known: { sources, totals, definitions } }) {
  const rows = sources.map((source) => ({ ...source, key: `${source.type} ${source.id} ${source.name}` }));
  const columns = [
    { key: "name", name: "Name", value: ({ name }) => name },
    { key: "type", name: "Kind", value: ({ type }) => KINDS[type] || type },
    { key: "channel", name: "Channel", value: ({ channel }) => channelName(channel) },
    ...COUNTS.map(([key, name]) => ({ key, name, value: (row) => row[key], shown: (row) => number(row[key]) })),
    { key: "revenue", name: "Revenue", value: ({ revenue }) => Number(revenue[0]?.value ?? 0), shown: ({ revenue }) => money(revenue) },
  ];
  return html`
    ${rows.length
      ? html`<${Table} caption=${TITLE} columns=${columns} rows=${rows} sort=${{ key: "replies", isDown: true }} />`
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
