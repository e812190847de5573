// Words that somebody adds and takes away one by one: tags, segments, dates.

import { useTold } from "./fields.js";
import { html, useLayoutEffect, useRef } from "./html.js";

// `of` is the signal that holds the words; `offered` are suggestions; what else is given goes to the field.
export function Chips({ label, hint, at, of, offered = [], ...given }) {
  const { id, fault, told, words } = useTold({ at, hint });
  const field = useRef();
  const take = () => {
    const added = field.current.value.split(",").map((word) => word.trim()).filter(Boolean);
    if (added.length) of.value = [...new Set([...of.value, ...added])];
    field.current.value = "";
  };
  const press = (event) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== ",")) return;
    event.preventDefault();
    take();
  };
  // What was typed is meant, also where nobody pressed Enter before the form was sent.
  useLayoutEffect(() => {
    const { form } = field.current;
    form.addEventListener("submit", take, true);
    return () => form.removeEventListener("submit", take, true);
  }, []);
  // The focus stays among the words when one of them goes.
  const drop = (word) => {
    of.value = of.value.filter((one) => one !== word);
    field.current.focus();
    field.current.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      <ul class="chips" aria-label=${`${label} so far`}>
        ${of.value.map((word) => html`<${Chip} key=${word} word=${word} drop=${() => drop(word)} />`)}
      </ul>
      <div class="adding">
        <input id=${id} ref=${field} list=${offered.length ? `${id}-offered` : null} data-at=${at} autocomplete="off"
          aria-invalid=${fault ? "true" : null} aria-describedby=${told} onKeyDown=${press} ...${given} />
        <button type="button" aria-label=${`Add to ${label}`} onClick=${take}>Add</button>
      </div>
      <datalist id=${`${id}-offered`}>
        ${offered.filter((word) => !of.value.includes(word)).map((word) => html`<option key=${word} value=${word} />`)}
      </datalist>
      ${words}
    </div>
  `;
}

function Chip({ word, drop }) {
  return html`
    <li class="chip">
      <span title=${word}>${word}</span>
      <button type="button" class="quiet" aria-label=${`Remove ${word}`} onClick=${drop}>×</button>
    </li>
  `;
}
