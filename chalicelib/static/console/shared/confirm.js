// A button for what takes something away: it says what will be gone, and asks, before it acts.

import { Dialog } from "./dialog.js";
import { html, useSignal } from "./html.js";

// `name` says what a button among several is about; `act` is done once the question is answered.
export function Confirm({ words, name, question, act, children }) {
  const isAsking = useSignal(false);
  const close = () => (isAsking.value = false);
  const confirmed = (event) => {
    event.currentTarget.closest("dialog").close();
    act();
  };
  return html`
    <button type="button" class="quiet" aria-label=${name} onClick=${() => (isAsking.value = true)}>${words}</button>
    ${isAsking.value &&
    html`
      <${Dialog} label=${question} onClose=${close}>
        <h2>${question}</h2>
        ${children}
        <form method="dialog" class="actions">
          <button class="main" type="button" onClick=${confirmed}>${words}</button>
          <button>Cancel</button>
        </form>
      <//>
    `}
  `;
}
