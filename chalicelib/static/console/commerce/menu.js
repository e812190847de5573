// What can be done with one thing of a list: three dots, and below them each act, or why it cannot be.

import { Hidden } from "../shared/fields.js";
import { html, useId, useRef, useSignal } from "../shared/html.js";

// `acts` are [words, refusal or null, what to do].
export function Menu({ of, acts }) {
  const id = useId();
  const element = useRef();
  const isOpen = useSignal(false);
  const dots = () => element.current.querySelector("button");
  const press = (event) => {
    if (event.key !== "Escape" || !isOpen.value) return;
    event.stopPropagation();
    isOpen.value = false;
    dots().focus();
  };
  const leave = ({ relatedTarget }) => {
    if (relatedTarget && !element.current.contains(relatedTarget)) isOpen.value = false;
  };
  const choose = (act) => () => {
    isOpen.value = false;
    dots().focus();
    act();
  };
  return html`
    <div class="menu" ref=${element} onKeyDown=${press} onFocusOut=${leave}>
      <button
        type="button"
        class="quiet"
        aria-expanded=${isOpen.value}
        aria-controls=${isOpen.value ? id : null}
        onClick=${() => (isOpen.value = !isOpen.value)}
      >
        <span aria-hidden="true">⋯</span><${Hidden}>${`What to do with ${of}`}<//>
      </button>
      ${isOpen.value &&
      html`
        <ul id=${id}>
          ${acts.map(
            ([words, refusal, act]) => html`
              <li key=${words}>
                <button type="button" disabled=${Boolean(refusal)} onClick=${choose(act)}>${words}</button>
                ${refusal && html`<span class="muted">${refusal.detail}</span>`}
              </li>
            `,
          )}
        </ul>
      `}
    </div>
  `;
}

// What became of the last one; where a dialog is open, it is told there.
export function Said({ acting: { said, isTrouble }, isElsewhere = false }) {
  return html`<p role="status" class=${isTrouble.value ? "trouble" : "muted"} hidden=${isElsewhere || !said.value}>${said}</p>`;
}
