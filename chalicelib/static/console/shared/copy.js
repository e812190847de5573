// A text to be taken elsewhere, with a button that copies it.

import { Hidden } from "./fields.js";
import { html, useSignal } from "./html.js";

export function Copy({ name, text }) {
  const said = useSignal("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.value = "Copied";
    } catch {
      said.value = "The browser does not allow it: mark the text and copy it.";
    }
  };
  return html`
    <span class="copy">
      <code>${text}</code>
      <button type="button" onClick=${copy}>Copy<${Hidden}>${` ${name}`}<//></button>
      <span role="status" class="muted">${said}</span>
    </span>
  `;
}
