// The keys, for looking them up, and the switch for those who want none.

import { Dialog } from "../shared/dialog.js";
import { Check } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { areOn, KEYS } from "./keys.js";

export function Sheet({ onClose }) {
  const change = (event) => {
    areOn.value = event.currentTarget.checked;
  };
  return html`
    <${Dialog} label="Keys" onClose=${onClose}>
      <h2>Keys</h2>
      <dl class="keys">
        ${KEYS.map(([key, name]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${name}</dd></div>`)}
      </dl>
      <${Check} label="Use keys without Ctrl" checked=${areOn.value} onChange=${change} />
      <form method="dialog"><button class="main">Done</button></form>
    <//>
  `;
}
