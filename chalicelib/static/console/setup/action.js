// What can be done about a step where it stands.

import { Copy } from "../shared/copy.js";
import { Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import * as api from "../state/api.js";
import { Form, Outcome, useOutcome } from "../settings/editor.js";
import { Invite } from "../settings/people.js";
import { Hours } from "./hours.js";
import { Records } from "./records.js";

const ADDRESSES = "v1/settings/email/addresses";
const ACTIONS = { forwarding: Forwarding, sender: Records, widget: Snippet, hours: Hours, people: People };
// What somebody may want to change again where it stands.
const ALWAYS = ["hours"];

export function Action({ step, ...given }) {
  const Of = ACTIONS[step.name];
  const isDue = step.state !== "done" || ALWAYS.includes(step.name);
  return Of && isDue && html`<${Of} facts=${step.facts} ...${given} />`;
}

function Forwarding({ facts: { address, forward_to: forwardTo }, reload }) {
  const outcome = useOutcome();
  const save = ({ elements }) => api.post(ADDRESSES, { address: elements.address.value });
  const path = `${ADDRESSES}/${encodeURIComponent(address)}/test`;
  const test = () => outcome.of(() => api.post(path), reload, () => "The test mail is on its way.");
  return html`
    ${forwardTo && html`<p>Forward to:${" "}<${Copy} name="the address to forward to" text=${forwardTo} /></p>`}
    ${address && html`<p><button class="main" type="button" onClick=${test}>Send test mail</button></p>`}
    <${Outcome} outcome=${outcome} />
    ${!address &&
    forwardTo &&
    html`
      <${Form} save=${save} onSaved=${reload} words="Add address" praise="Added.">
        <${Input} label="Support address" name="address" type="email" at="/address" required maxlength="254" />
      <//>
    `}
  `;
}

function Snippet({ desk }) {
  const { public_key: key } = desk.me.account;
  const loader = new URL("widget.js", document.baseURI).href;
  const chat = new URL(`chat?key=${encodeURIComponent(key)}`, document.baseURI).href;
  return html`
    <${Copy} name="the line" text=${`<script defer src="${loader}" data-key="${key}"></script>`} />
    <p><a href=${chat} target="_blank" rel="noopener">Try the chat as a visitor</a></p>
  `;
}

function People({ reload, desk }) {
  if (!desk.me.permissions.includes("people:write")) return null;
  return html`<${Invite} reload=${() => Promise.all([reload(), desk.loadAgents()])} />`;
}
