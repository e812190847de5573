// What each agent and team did, and what was tagged how.

import { Disclosure } from "../shared/disclosure.js";
import { Hidden } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Answered, useAnswer } from "./answer.js";
import { path } from "./asked.js";
import { isTime, nameOf, shown } from "./numbers.js";
import { Table } from "./table.js";
import { Behind } from "./tickets.js";

const PARTS = [
  {
    list: "agents",
    title: "Agents",
    first: "Agent",
    figures: ["assigned", "resolved", "first_response", "response", "resolution"],
    by: ({ agent_id }) => ({ agent_id }),
    nobody: "Somebody who has left",
  },
  {
    list: "tags",
    title: "Tags",
    first: "Tag",
    figures: ["created", "resolved", "resolution"],
    by: ({ name }) => ({ tag: name }),
  },
  {
    list: "teams",
    title: "Teams",
    first: "Team",
    figures: ["created", "resolved", "first_response", "response", "resolution"],
    by: ({ team_id }) => ({ team_id }),
    nobody: "A team that is gone",
  },
];

export const Tables = (given) => PARTS.map((part) => html`<${Part} key=${part.list} part=${part} ...${given} />`);

function Part({ part, asked: { from, to, clock }, turn }) {
  const answer = useAnswer(path(part.list, { from, to }), turn);
  return html`
    <section aria-label=${part.title}>
      <h2>${part.title}</h2>
      <${Answered} answer=${answer}>${(known) => html`<${Rows} part=${part} known=${known} clock=${clock} />`}<//>
    </section>
  `;
}

function Rows({ part, known, clock }) {
  const { title, first, list, figures, by, nobody } = part;
  const { from, to, definitions } = known;
  const of = (row, metric) => (isTime(metric) ? row[metric][clock].mean : row[metric]);
  const name = (row) => row.name || nobody;
  const rows = known[list].map((row) => ({ ...row, key: Object.values(by(row))[0] }));
  if (!rows.length) return html`<p class="muted">Nothing counted in these days.</p>`;
  const columns = [
    { key: "name", name: first, value: name },
    ...figures.map((metric) => ({
      key: metric,
      name: isTime(metric) ? `${nameOf(metric)}, mean` : named(metric),
      value: (row) => of(row, metric),
      shown: (row) => html`
        <${Behind} query=${{ from, to, metric, ...by(row) }} of=${name(row)} value=${of(row, metric)}>${shown(metric, of(row, metric))}<//>
        ${isTime(metric) && row[metric].n > 0 && html`<span class="muted">${` of ${row[metric].n}`}</span>`}
      `,
    })),
  ];
  return html`
    <${Table} caption=${title} columns=${columns} rows=${rows} sort=${{ key: "resolved", isDown: true }} />
    <${Disclosure} words=${html`What it means<${Hidden}>${`: ${title}`}<//>`}>
      <p class="muted">${definitions[list]}</p>
      ${figures.map((metric) => html`<p key=${metric} class="muted">${`${named(metric)}: ${definitions[metric]}`}</p>`)}
    <//>
  `;
}

const named = (metric) => ({ assigned: "Assigned", created: "Tickets" })[metric] || nameOf(metric);
