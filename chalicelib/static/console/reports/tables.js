// What each agent and team did, and what was tagged how.

import { Disclosure } from "../shared/disclosure.js";
import { Hidden } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Answered, useAnswer } from "./answer.js";
import { path } from "./asked.js";
import { Closer, columns, named } from "./means.js";
import { Table } from "./table.js";

const PARTS = [
  {
    list: "agents",
    title: "Agents",
    first: "Agent",
    one: "an agent",
    figures: ["assigned", "resolved", "first_response", "response", "resolution"],
    by: ({ agent_id }) => ({ agent_id }),
    nobody: "Somebody who has left",
  },
  {
    list: "tags",
    title: "Tags",
    first: "Tag",
    one: "a tag",
    figures: ["created", "resolved", "resolution"],
    by: ({ name }) => ({ tag: name }),
  },
  {
    list: "teams",
    title: "Teams",
    first: "Team",
    one: "a team",
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
      <${Answered} answer=${answer}>${(known) => html`<${Rows} part=${part} known=${known} clock=${clock} turn=${turn} />`}<//>
    </section>
  `;
}

function Rows({ part, known, clock, turn }) {
  const { title, first, one, list, figures, by, nobody } = part;
  const { from, to, definitions } = known;
  const name = (row) => row.name || nobody;
  const rows = known[list].map((row) => ({ ...row, key: Object.values(by(row))[0] }));
  if (!rows.length) return html`<p class="muted">Nothing counted in these days.</p>`;
  const given = { from, to, clock, by, name };
  const all = [{ key: "name", name: first, value: name }, ...columns(figures, given)];
  return html`
    <${Table} caption=${title} columns=${all} rows=${rows} sort=${{ key: "resolved", isDown: true }} />
    <${Closer} one=${one} rows=${rows} figures=${figures} turn=${turn} ...${given} />
    <${Disclosure} words=${html`What it means<${Hidden}>${`: ${title}`}<//>`}>
      <p class="muted">${definitions[list]}</p>
      ${figures.map((metric) => html`<p key=${metric} class="muted">${`${named(metric)}: ${definitions[metric]}`}</p>`)}
      <p class="muted">${`${definitions[clock]} ${definitions.percentiles} ${definitions.lists}`}</p>
    <//>
  `;
}
