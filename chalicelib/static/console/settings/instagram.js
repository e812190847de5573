// Instagram: its accounts, and how long the team may answer.

import { Check } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Editor } from "./editor.js";
import { Inboxes } from "./inboxes.js";

const NOTHING = "No account is connected. Direct messages to one that you connect become tickets.";

export function Instagram({ settings }) {
  return html`
    <${Inboxes} channel="instagram" nothing=${NOTHING} />
    <${Answering} current=${settings.known.value.instagram} />
  `;
}

function Answering({ current }) {
  const changes = ({ elements: { late } }) => ({ instagram: { human_agent: late.checked } });
  return html`
    <${Editor} title="Answering on Instagram" changes=${changes}>
      <${Check} label="Let agents answer for seven days instead of one" name="late" defaultChecked=${current.human_agent} />
      <p class="hint muted">Meta allows it to apps that have the feature “Human Agent”; switch it off if yours has not.</p>
    <//>
  `;
}
