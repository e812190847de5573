// Same person of the same person: joined to this one where an address is proved for both, and parted again.

import { Dialog } from "../shared/dialog.js";
import { html, useRef, useSignal } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Ago } from "../shared/moments.js";
import { customerName } from "../shared/words.js";
import * as api from "../state/api.js";

// `onChanged` is told when everything that is known of the customer may be another.
export function Merges({ path, desk, onChanged }) {
  const element = useRef();
  const asking = useSignal(null);
  const mayChange = desk.me.permissions.includes("customers:write");
  return html`
    <section aria-label="Same person" ref=${element} tabindex="-1">
      <h3>Same person</h3>
      <${Loaded} path=${`${path}/merges`}>
        ${(known, reload) => {
          const changed = () => {
            reload();
            onChanged();
          };
          // The button that was pressed may be gone.
          const close = (isChanged) => {
            asking.value = null;
            if (isChanged) element.current?.focus();
          };
          return html`
            <${Lists} known=${known || NONE} mayChange=${mayChange} ask=${(what) => (asking.value = what)} />
            ${asking.value && html`<${Question} ...${asking.value} id=${known.id} onChanged=${changed} onClose=${close} />`}
          `;
        }}
      <//>
    </section>
  `;
}

const NONE = { possible: [], merged: [] };

function Lists({ known: { possible, merged }, mayChange, ask }) {
  if (!possible.length && !merged.length) return html`<p class="muted">No other profile is known to be theirs.</p>`;
  const latest = merged.at(-1);
  const button = (words, verb, other) => html`
    <button type="button" aria-haspopup="dialog" aria-label=${`${words}: ${customerName(other)}`}
      onClick=${() => ask({ verb, other })}>${words}</button>
  `;
  return html`
    <ul class="others">
      ${merged.map(
        (other) => html`
          <li key=${other.id}>
            <span><bdi>${customerName(other)}</bdi> <span class="muted">merged <${Ago} at=${other.at} /></span></span>
            ${mayChange && other === latest && button("Take back", "unmerge", other)}
          </li>
        `,
      )}
      ${possible.map(
        (other) => html`
          <li key=${other.id}>
            <span><bdi>${customerName(other)}</bdi> <span class="muted">has proved <bdi>${addresses(other)}</bdi> too</span></span>
            ${mayChange && button("Merge", "merge", other)}
          </li>
        `,
      )}
    </ul>
  `;
}

const addresses = ({ shared }) => shared.map(({ address }) => address).join(", ");

// Asks, does it, says what came of it, and takes it back where that was a mistake.
function Question({ verb, other, id, onChanged, onClose }) {
  const step = useSignal(verb);
  const said = useSignal("");
  const isBusy = useSignal(false);
  const isTried = useRef(false);
  const { question, words } = STEPS[step.value];
  const Effects = STEPS[step.value].effects;
  const act = async () => {
    if (isBusy.value) return;
    isBusy.value = isTried.current = true;
    said.value = "";
    try {
      await api.post(`v1/customers/${encodeURIComponent(id)}/${step.value}`, { other_id: other.id });
      step.value = step.value === "merge" ? "merged" : "parted";
    } catch (problem) {
      said.value = problem.message;
    }
    isBusy.value = false;
    onChanged(); // Where the answer was lost it may be done all the same.
  };
  const takeBack = () => {
    step.value = "unmerge";
    return act();
  };
  const run = step.value === "merged" ? takeBack : act;
  return html`
    <${Dialog} label="Merge profiles" onClose=${() => onClose(isTried.current)}>
      <h2>${question(customerName(other))}</h2>
      <${Effects} other=${other} />
      <p role="alert" class="trouble" hidden=${!said.value}>${said}</p>
      <form method="dialog" class="actions">
        ${words && html`<button type="button" class="main" aria-disabled=${isBusy.value} onClick=${run}>${words}</button>`}
        <button>${step.value.endsWith("ed") ? "Close" : "Cancel"}</button>
      </form>
    <//>
  `;
}

const STEPS = {
  merge: { question: (name) => `Merge with ${name}?`, words: "Merge", effects: Joining },
  merged: { question: (name) => `Merged with ${name}`, words: "Take back", effects: Joined },
  unmerge: { question: (name) => `Part from ${name} again?`, words: "Take back", effects: Parting },
  parted: { question: (name) => `Parted from ${name}`, words: "", effects: Parted },
};

function Joining({ other }) {
  return html`
    <p><bdi>${addresses(other)}</bdi>${" is proved for both, so they are one person."}</p>
    <ul class="hint">
      <li>Tickets, events, segments and properties of both show together, here and beside each of their tickets.</li>
      <li>Who refused messages in either refuses them in both.</li>
      <li>Nothing is lost: it can be taken back here at any time.</li>
    </ul>
  `;
}

function Joined() {
  return html`<p role="status">They are one profile now. New messages of both are found here.</p>`;
}

function Parting() {
  return html`
    <ul class="hint">
      <li>Each has again what came by its addresses: tickets, events and consents.</li>
      <li>What was changed while they were one stays with this profile; what was refused meanwhile is refused by both.</li>
    </ul>
  `;
}

function Parted() {
  return html`<p role="status">They are two profiles again.</p>`;
}
