// What is not on the first screen: its code arrives when it is shown first.

import { html, useLayoutEffect, useSignal } from "./html.js";
import { drop } from "./type_ahead.js";

export function Later({ load, ...given }) {
  const part = useSignal(null);
  const trouble = useSignal("");
  useLayoutEffect(() => {
    load().then(
      (found) => (part.value = { Found: found }),
      () => {
        drop();
        trouble.value = "This part could not be loaded.";
      },
    );
  }, []);
  if (trouble.value) {
    return html`
      <p class="trouble" role="alert">${trouble}</p>
      <button type="button" onClick=${() => location.reload()}>Load again</button>
    `;
  }
  if (!part.value) return html`<p class="muted" role="status">Loading…</p>`;
  return html`<${part.value.Found} ...${given} />`;
}
