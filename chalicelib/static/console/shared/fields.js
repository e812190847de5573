// Labels with their fields, the same everywhere; what else is given goes to the field.

import { createContext, html, useContext, useId } from "./html.js";

// What is wrong with a form's fields, as a signal: words by what each field is `at`, a JSON pointer.
export const Faults = createContext({ value: {} });

export function Hidden({ children }) {
  return html`<span class="visually-hidden">${children}</span>`;
}

// What a field is told by: its hint, and what is wrong with it.
export function useTold({ at, hint }) {
  const id = useId();
  const fault = useContext(Faults).value[at];
  return {
    id,
    fault,
    told: [fault && `${id}-fault`, hint && `${id}-hint`].filter(Boolean).join(" ") || null,
    words: html`
      ${fault && html`<p class="bad" id=${`${id}-fault`}>${fault}</p>`}
      ${hint && html`<p class="hint muted" id=${`${id}-hint`}>${hint}</p>`}
    `,
  };
}

function Field({ tag, label, hint, at, hidden, children, ...given }) {
  const { id, fault, told, words } = useTold({ at, hint });
  return html`
    <div class="field" hidden=${Boolean(hidden)}>
      <label for=${id}>${label}</label>
      <${tag} id=${id} data-at=${at} aria-invalid=${fault ? "true" : null} aria-describedby=${told} ...${given}>${children}<//>
      ${words}
    </div>
  `;
}

// Fields that belong together.
export function Group({ legend, hint, at, children, ...given }) {
  const { told, words } = useTold({ at, hint });
  return html`
    <fieldset tabindex="-1" data-at=${at} aria-describedby=${told} ...${given}>
      <legend>${legend}</legend>
      ${words} ${children}
    </fieldset>
  `;
}

export const Input = (given) => html`<${Field} tag="input" ...${given} />`;
export const Area = (given) => html`<${Field} tag="textarea" ...${given} />`;

// `chosen` is what is chosen at first; a field that is given its `value` keeps to that.
export function Choice({ options, chosen, ...given }) {
  return html`<${Field} tag="select" ...${given}><${Options} of=${options} chosen=${chosen} /><//>`;
}

export function Options({ of, chosen }) {
  return of.map(([key, text]) => html`<option key=${key} value=${key} selected=${key === chosen}>${text}</option>`);
}

export function Check({ label, ...given }) {
  return html`<label class="check"><input type="checkbox" ...${given} /><span>${label}</span></label>`;
}
