// What is there for who asks for it: made when it is opened, forgotten when it is closed.

import { html, useSignal } from "./html.js";

export function Disclosure({ words, children }) {
  const isOpen = useSignal(false);
  const turn = (event) => (isOpen.value = event.currentTarget.open);
  return html`<details onToggle=${turn}><summary>${words}</summary>${isOpen.value && children}</details>`;
}
