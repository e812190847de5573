// What agents see first of a customer, beside every ticket.

import { Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Editor } from "./editor.js";
import { Acts, useOrderedRows } from "./rows.js";

const MOST = 5;

export function Pinned({ settings }) {
  const changes = ({ elements: { names } }) => ({
    profile: { pinned_properties: [...names.querySelectorAll("input")].map(({ value }) => value.trim()) },
  });
  return html`
    <${Editor} title="Pinned properties" changes=${changes} onSaved=${settings.load}>
      <p>
        They stand first beside every ticket, in this order and for the whole team; a dash where nothing is known. Name them
        as your other systems do, exactly.
      </p>
      <${Names} current=${settings.known.value.profile.pinned_properties} />
    <//>
  `;
}

function Names({ current }) {
  const { element, rows, actsOn, add } = useOrderedRows(current.map((name) => ({ name })));
  const isFull = rows.value.length >= MOST;
  return html`
    <fieldset name="names" ref=${element}>
      <legend>Properties</legend>
      <ol class="keywords">
        ${rows.value.map((row, at) => html`<${Name} key=${row.id} current=${row} at=${at} acts=${actsOn(row, at)} />`)}
      </ol>
      <button type="button" data-name="add" disabled=${isFull} onClick=${() => add({ name: "" })}>Add property</button>
      ${isFull && html`<p class="hint muted">${`These are ${MOST}: there is no room for more.`}</p>`}
    </fieldset>
  `;
}

function Name({ current: { id, name }, at, acts }) {
  return html`
    <li>
      <${Input} label=${`Property ${at + 1}`} at=${`/profile/pinned_properties/${at}`} required maxlength="60" autocomplete="off" defaultValue=${name} />
      <${Acts} id=${id} name=${name || "the new one"} acts=${acts} />
    </li>
  `;
}
