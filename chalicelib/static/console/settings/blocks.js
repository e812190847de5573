// The block list: whose messages are dropped before they become tickets.

import { Choice, Input } from "../shared/fields.js";
import { html, useSignal } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Ago } from "../shared/moments.js";
import { count } from "../shared/words.js";
import * as api from "../state/api.js";
import { Form, Outcome, Section, useOutcome } from "./editor.js";

const BLOCKS = "v1/blocks";
const KINDS = [
  ["email", "Email address"],
  ["domain", "Domain, and all domains under it"],
  ["phone", "Phone number, with its country code"],
  ["handle", "Instagram handle"],
];
const NAMES = { email: "Email address", domain: "Domain", phone: "Phone number", handle: "Handle" };

export function Blocks({ desk }) {
  const wanted = useSignal("");
  const search = (event) => {
    event.preventDefault();
    wanted.value = event.currentTarget.elements.address.value.trim();
  };
  const path = wanted.value ? `${BLOCKS}?${new URLSearchParams({ address: wanted.value })}` : BLOCKS;
  return html`
    <${Section} title="Blocked senders">
      <p class="muted">What they write is dropped and counted, and opens no ticket. They are not told.</p>
      <form class="search" role="search" onSubmit=${search}>
        <${Input} label="Is this address blocked?" hint="Finds what stops it, its domain too. Empty: shows all."
          name="address" type="search" maxlength="300" autocomplete="off" />
        <button type="submit">Look</button>
      </form>
      <${Loaded} key=${path} path=${path}>
        ${(first, load) => html`
          <${List} key=${first} first=${first} wanted=${wanted.value} undo=${desk.undo} load=${load} />
          <${Add} reload=${load} />
        `}
      <//>
    <//>
  `;
}

// The server gives the list page by page.
function List({ first, wanted, undo, load }) {
  const further = useSignal([]);
  const cursor = useSignal(first.next_cursor);
  const outcome = useOutcome();
  const blocks = [...first.data, ...further.value];
  const more = () =>
    outcome.of(
      () => api.get(BLOCKS, { cursor: cursor.value }),
      (page) => {
        further.value = [...further.value, ...page.data];
        cursor.value = page.next_cursor;
      },
    );
  const unblock = ({ id, kind, value }) =>
    outcome.of(() => api.remove(`${BLOCKS}/${encodeURIComponent(id)}`), async () => {
      undo.offer(`${value} is no longer blocked.`, () => api.post(BLOCKS, { kind, value }).then(load));
      await load();
    });
  const nothing = wanted ? `Nothing blocks ${wanted}.` : "Nobody is blocked.";
  return html`
    ${!blocks.length && html`<p class="muted" role="status">${nothing}</p>`}
    <ul class="cards">
      ${blocks.map((block) => html`<${Block} key=${block.id} block=${block} unblock=${() => unblock(block)} />`)}
    </ul>
    ${cursor.value && html`<button type="button" onClick=${more}>Show more</button>`}
    <${Outcome} outcome=${outcome} />
  `;
}

function Block({ block: { kind, value, dropped, last_dropped_at: last, created_by: by, created_at: since }, unblock }) {
  return html`
    <li>
      <h3>${value}</h3>
      <p class="muted">${NAMES[kind]}, blocked <${Ago} at=${since} />${by.name && ` by ${by.name}`}</p>
      <p>
        ${dropped ? `${count(dropped, "message")} dropped` : "Nothing dropped yet"}${last && html`, the last <${Ago} at=${last} />`}
      </p>
      <div class="actions">
        <button type="button" class="quiet" aria-label=${`Unblock ${value}`} onClick=${unblock}>Unblock</button>
      </div>
    </li>
  `;
}

function Add({ reload }) {
  const save = ({ elements: { kind, value } }) => api.post(BLOCKS, { kind: kind.value, value: value.value });
  const added = (_block, form) => {
    form.reset();
    return reload();
  };
  return html`
    <h3>Block somebody</h3>
    <${Form} save=${save} onSaved=${added} words="Block" praise="Blocked.">
      <${Choice} label="What is blocked" name="kind" at="/kind" options=${KINDS} chosen="email" />
      <${Input} label="Address" name="value" at="/value" required maxlength="300" autocomplete="off" />
    <//>
  `;
}
