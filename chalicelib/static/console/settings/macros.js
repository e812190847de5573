// The macros of the team, by category: written, changed, pinned, put aside and ended.

import { Confirm } from "../shared/confirm.js";
import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";
import { Outcome, Section, useOutcome } from "./editor.js";
import { MacroForm } from "./macro_form.js";

const NEW = { title: "", category: null, text: "", status: "active", is_pinned: false };
const NOWHERE = "Without a category";
const pathOf = (macro) => `v1/macros/${encodeURIComponent(macro.id)}`;

export function Macros({ desk: { macros } }) {
  const isAdding = useSignal(false);
  const close = () => {
    isAdding.value = false;
  };
  useEffect(() => {
    macros.load();
  }, []);
  const all = macros.all.value;
  return html`
    <${Section} title="Macros">
      <p>Answers written before: an agent puts one into a reply, and may change it before it is sent.</p>
      ${isAdding.value
        ? html`<${MacroForm} label="New macro" macro=${NEW} macros=${macros} save=${(body) => api.post("v1/macros", body)} onClose=${close} />`
        : html`<p><button class="main" onClick=${() => (isAdding.value = true)}>Add macro</button></p>`}
      <p class="trouble" role="alert" hidden=${!macros.trouble.value}>${macros.trouble}</p>
      ${!all && !macros.trouble.value && html`<p class="muted" role="status">Loading…</p>`}
      ${all && !all.length && html`<p class="muted">There are no macros yet.</p>`}
    <//>
    ${byCategory(all || []).map(
      ([name, of]) => html`
        <${Section} key=${name} title=${name}>
          <ul class="cards">${of.map((macro) => html`<${Line} key=${macro.id} macro=${macro} macros=${macros} />`)}</ul>
        <//>
      `,
    )}
  `;
}

function byCategory(all) {
  const parts = new Map();
  for (const macro of all) {
    const name = macro.category || NOWHERE;
    parts.set(name, [...(parts.get(name) || []), macro]);
  }
  return [...parts].sort(([a], [b]) => (a === NOWHERE) - (b === NOWHERE) || a.localeCompare(b));
}

function Line({ macro, macros }) {
  const isChanging = useSignal(false);
  const element = useRef();
  // Whoever was here goes on from here.
  const close = () => {
    isChanging.value = false;
    element.current?.focus();
  };
  const save = (body, version) => api.patch(pathOf(macro), body, { version });
  return html`
    <li ref=${element} tabindex="-1" aria-label=${macro.title}>
      ${isChanging.value
        ? html`<${MacroForm} label=${`Change ${macro.title}`} macro=${macro} macros=${macros} save=${save} onClose=${close} />`
        : html`<${Shown} macro=${macro} macros=${macros} change=${() => (isChanging.value = true)} />`}
    </li>
  `;
}

function Shown({ macro, macros, change }) {
  const outcome = useOutcome();
  const { title, text, version, is_pinned: isPinned } = macro;
  const isActive = macro.status === "active";
  const set = (body) => outcome.of(() => api.patch(pathOf(macro), body, { version }), macros.load);
  const end = () => outcome.of(() => api.remove(pathOf(macro), { version }), macros.load);
  const button = (words, run) => html`<button class="quiet" aria-label=${`${words} ${title}`} onClick=${run}>${words}</button>`;
  return html`
    <p>
      <strong>${title}</strong>${" "}
      ${isPinned && html`<span class="chip">pinned</span>`}${" "}
      ${!isActive && html`<span class="chip">inactive</span>`}
    </p>
    <p class="text muted">${text}</p>
    <div class="actions">
      ${button("Change", change)}
      ${button(isPinned ? "Unpin" : "Pin", () => set({ is_pinned: !isPinned }))}
      ${isActive ? button("Deactivate", () => set({ status: "inactive" })) : button("Activate", () => set({ status: "active" }))}
      <${Confirm} words="Delete" name=${`Delete ${title}`} question=${`Delete “${title}” for good?`} act=${end}>
        <p>Answers that were made of it stay as they are.</p>
      <//>
    </div>
    <${Outcome} outcome=${outcome} />
  `;
}
