// A formatted mail, shown when it is asked for.

import { html, useSignal } from "../shared/html.js";
import { Later } from "../shared/later.js";

const formatted = async () => (await import("./formatted.js")).Formatted;

export function FormattedMail({ entry }) {
  const isAsked = useSignal(false);
  const toggle = (event) => {
    if (event.currentTarget.open) isAsked.value = true;
  };
  return html`
    <details class="formatted" onToggle=${toggle}>
      <summary>Show the formatted mail</summary>
      ${isAsked.value && html`<${Later} load=${formatted} entry=${entry} />`}
    </details>
  `;
}
