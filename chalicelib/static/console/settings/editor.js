// A part of the settings: its heading, its form, and what came of saving it.

import { Faults } from "../shared/fields.js";
import { html, useRef, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";

export function Section({ title, children }) {
  return html`<section aria-label=${title}><h2>${title}</h2>${children}</section>`;
}

// `changes` reads what is to be saved from the form's named fields.
export function Editor({ title, changes, onSaved = () => {}, children }) {
  const save = (form) => api.patch("v1/settings", changes(form));
  return html`
    <${Section} title=${title}>
      <${Form} save=${save} onSaved=${() => onSaved()} name=${`Save ${title}`}>${children}<//>
    <//>
  `;
}

// What is refused is told beside the field that is `at` the place that the server names, else below. Until `isReady` something
// else is to be done first.
export function Form({ save, onSaved = () => {}, praise = "Saved.", words = "Save", name, isReady = true, children }) {
  const outcome = useOutcome();
  const faults = useSignal({});
  const isSaving = useSignal(false);
  const edits = useRef(0);
  // "Saved." is said of what the form shows: not of an earlier state of it.
  const edited = () => {
    edits.current += 1;
    if (!isSaving.value) outcome.clear();
  };
  const submit = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    edits.current = 0;
    faults.value = {};
    isSaving.value = true;
    await outcome.of(
      () => save(form),
      (answer) => onSaved(answer, form),
      () => (edits.current ? "" : praise),
      (refused) => mark(form, refused, faults),
    );
    isSaving.value = false;
  };
  return html`
    <${Faults.Provider} value=${faults}>
      <form onSubmit=${submit} onInput=${edited} onChange=${edited}>
        ${children}
        <button class="main" type="submit" aria-label=${name} disabled=${isSaving.value || !isReady}>${words}</button>
      </form>
      <${Outcome} outcome=${outcome} />
    <//>
  `;
}

// Returns what stands nowhere in the form.
function mark(form, refused, faults) {
  const fields = [...form.querySelectorAll("[data-at]")];
  const marked = {};
  const rest = [];
  for (const fault of refused) {
    const field = fields.find(({ dataset: { at } }) => isAbout(fault.pointer, at));
    if (field) marked[field.dataset.at] = [marked[field.dataset.at], words(fault, field)].filter(Boolean).join(" ");
    else rest.push(fault);
  }
  faults.value = marked;
  fields.find(({ dataset: { at } }) => marked[at])?.focus();
  return rest;
}

const isAbout = (pointer, at) =>
  pointer === at || pointer.startsWith(`${at}/`) || (pointer !== "" && at.startsWith(`${pointer}/`));

function words({ pointer, detail }, field) {
  const [line] = /\d+$/.exec(pointer.slice(field.dataset.at.length)) || [];
  return line ? `Line ${Number(line) + 1}: ${detail}` : detail;
}

export function Outcome({ outcome }) {
  return html`<p role="status" class=${outcome.kind.value}>${outcome.words}</p>`;
}

export function useOutcome() {
  const kind = useSignal("");
  const words = useSignal("");

  const say = (how, text) => {
    kind.value = how;
    words.value = text;
  };

  // `place` puts what was refused where it belongs, and returns what it has no place for.
  const of = async (action, done = () => {}, praise = () => "", place = (refused) => refused) => {
    say("", "Saving…");
    try {
      const answer = await action();
      say("good", praise());
      await done(answer);
    } catch (problem) {
      const refused = problem.body?.errors || [];
      const rest = place(refused);
      if (refused.length && !rest.length) say("trouble", "Not saved: see what is marked.");
      else say("trouble", [problem.message, ...rest.map(({ detail }) => detail)].join(" "));
    }
  };

  return { kind, words, of, clear: () => say("", "") };
}
