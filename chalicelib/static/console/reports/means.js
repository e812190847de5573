// Times in a table are means; of one of its rows, median and p90 are shown below it.

import { Choice } from "../shared/fields.js";
import { html, useSignal } from "../shared/html.js";
import { useSettled } from "../shared/settled.js";
import { Answered, useAnswer } from "./answer.js";
import { path } from "./asked.js";
import { Times } from "./cards.js";
import { isTime, nameOf, shown } from "./numbers.js";
import { Behind } from "./tickets.js";

export const named = (metric) => ({ assigned: "Assigned", created: "Tickets" })[metric] || nameOf(metric);

// `by` says of a row what is asked for its tickets, `name` what it is called.
export function columns(figures, { from, to, clock, by, name }) {
  const of = (row, metric) => (isTime(metric) ? row[metric][clock].mean : row[metric]);
  return figures.map((metric) => ({
    key: metric,
    name: isTime(metric) ? `${nameOf(metric)}, mean` : named(metric),
    value: (row) => of(row, metric),
    shown: (row) => html`
      <${Behind} query=${{ from, to, metric, ...by(row) }} of=${name(row)} value=${of(row, metric)}>${shown(metric, of(row, metric))}<//>
      ${isTime(metric) && row[metric].n > 0 && html`<span class="muted">${` of ${row[metric].n}`}</span>`}
    `,
  }));
}

// Buckets of all rows would cost too much to read, those of one do not.
export function Closer({ one, rows, name, ...given }) {
  const chosen = useSignal("");
  const choice = useSettled(chosen.value, (key) => (chosen.value = key));
  const row = rows.find(({ key }) => key === chosen.value);
  return html`
    <div class="chosen">
      <${Choice} label=${`Median and p90 of ${one}`} options=${[["", "Choose one"], ...rows.map((each) => [each.key, name(each)])]} ...${choice} />
    </div>
    ${row ? html`<${OfOne} key=${row.key} row=${row} name=${name} ...${given} />` : html`<p class="muted">The table has means; median and p90 are shown of one at a time.</p>`}
  `;
}

function OfOne({ row, figures, from, to, clock, turn, by, name }) {
  const answer = useAnswer(path("summary", { from, to, ...by(row) }), turn);
  return html`
    <${Answered} answer=${answer}>
      ${({ current }) => html`
        <ul class="closer" aria-label=${name(row)}>
          ${figures.filter(isTime).map((metric) => html`
            <li key=${metric}><strong><bdi>${name(row)}</bdi>, ${nameOf(metric)}</strong><${Times} of=${current[metric]} clock=${clock} /></li>
          `)}
        </ul>
      `}
    <//>
  `;
}
