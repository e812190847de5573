// Work that failed again and again: why, what is next, and what can be done about it.

import { relative } from "../../shared/times.js";
import { Confirm } from "../shared/confirm.js";
import { html } from "../shared/html.js";
import { Ago, exact } from "../shared/moments.js";
import { count } from "../shared/words.js";
import { Outcome, useOutcome } from "../settings/editor.js";
import { Part } from "./parts.js";
import { lost, pageOfKind } from "./words.js";

const GONE = "That is done already: nothing is left of it here.";

export function Stuck({ known: { stuck, checked_at: now }, watch }) {
  const outcome = useOutcome();
  // The outcome stands below the list: the row that it is about may be gone.
  const act = (verb, id, praise) => {
    let isThere = true;
    const work = async () => {
      isThere = await watch[verb](id);
    };
    return outcome.of(work, undefined, () => (isThere ? praise : GONE));
  };
  return html`
    <${Part} title="Stuck work">
      ${!stuck.length && html`<p class="muted">Nothing is stuck.</p>`}
      <ul class="cards">
        ${stuck.map((row) => html`<${Row} key=${row.id} row=${row} now=${now} act=${act} />`)}
      </ul>
      <${Outcome} outcome=${outcome} />
    <//>
  `;
}

function Row({ row, now, act }) {
  const { id, kind, title, detail, since, tries, next_try_at: next, ticket_id: ticket, ticket_number: number, can_drop: canDrop } = row;
  const page = pageOfKind(kind);
  const retry = () => act("retry", id, `${title}: tried again within a minute.`);
  const drop = () => act("drop", id, `${title}: dropped.`);
  return html`
    <li>
      <h3>${title}</h3>
      <p>${detail}</p>
      <p class="muted">
        Since <${Ago} at=${since} />, ${tries === 1 ? "tried once" : `tried ${count(tries, "time")}`}${next
          ? html`, next <${Next} at=${next} now=${now} />`
          : ", not tried again by itself"}
      </p>
      <div class="actions">
        <button type="button" aria-label=${`Retry now: ${title}`} onClick=${retry}>Retry now</button>
        ${canDrop &&
        html`
          <${Confirm} words="Drop" name=${`Drop: ${title}`} question=${`Drop “${title}”?`} act=${drop}>
            <p>${lost(kind)} This cannot be undone. Who dropped it stands in the account's history.</p>
          <//>
        `}
        ${ticket && html`<a href=${`#/all/any/${ticket}`}>${number ? `Ticket #${number}` : "Its ticket"}</a>`}
        ${page && html`<a href=${`#/settings/${page}`}>Open its settings</a>`}
      </div>
    </li>
  `;
}

// As the server's clock has it, which decides.
function Next({ at, now }) {
  const isSoon = new Date(at) - new Date(now) < 60_000;
  return html`<time datetime=${at} title=${exact(at)}>${isSoon ? "within a minute" : relative(at, new Date(now))}</time>`;
}
