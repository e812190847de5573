// Email: whether mail opens tickets, who answers come from, and where mail is forwarded to.

import { Confirm } from "../shared/confirm.js";
import { Copy } from "../shared/copy.js";
import { Check, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Editor, Form, Outcome, Section, useOutcome } from "./editor.js";

const STATES = {
  untested: "Not tested yet: send a test mail",
  pending: "Waiting for the test mail",
  verified: "Verified",
  failed: "The test mail did not come back",
};
const ADDRESSES = "v1/settings/email/addresses";

export function Email({ desk, settings: { known, load } }) {
  return html`
    <${Mail} current=${known.value.email} account=${desk.me.account} />
    <${Forwarding} email=${known.value.email} reload=${load} />
  `;
}

function Mail({ current, account }) {
  const changes = ({ elements: { enabled, sender } }) => ({ email: { enabled: enabled.checked, from_name: sender.value } });
  return html`
    <${Editor} title="Mail" changes=${changes}>
      <${Check} label="Let mail open tickets" name="enabled" defaultChecked=${current.enabled} />
      <p class="hint muted">Switched off, only what belongs to a ticket that is there still arrives.</p>
      <${Input} label="Name that answers come from" hint=${`Empty: ${account.name}.`} name="sender" at="/email/from_name"
        maxlength="100" defaultValue=${current.from_name} />
    <//>
  `;
}

function Forwarding({ email, reload }) {
  const outcome = useOutcome();
  const save = ({ elements: { address } }) => api.post(ADDRESSES, { address: address.value });
  const added = (_support, form) => {
    form.reset();
    return reload();
  };
  return html`
    <${Section} title="Email support and forwarding">
      <ol>
        <li>At your mail provider, forward the mail of your support address to this address; each mail becomes a ticket:</li>
        <li>Add the support address below.</li>
        <li>Send a test mail: once it has come back, the address is verified.</li>
      </ol>
      <${Copy} name="the address to forward to" text=${email.inbound_address} />
      ${email.advice && html`<p class="muted">${email.advice}</p>`}
      <ul class="addresses">
        ${(email.addresses || []).map(
          (support) => html`<${Support} key=${support.address} support=${support} outcome=${outcome} reload=${reload} />`,
        )}
      </ul>
      <${Outcome} outcome=${outcome} />
      <${Form} save=${save} onSaved=${added} words="Add address" praise="Added.">
        <${Input} label="Support address" name="address" type="email" at="/address" required maxlength="254" />
      <//>
    <//>
  `;
}

function Support({ support: { address, state, verified_at: verifiedAt, tested_at: testedAt }, outcome, reload }) {
  const path = `${ADDRESSES}/${encodeURIComponent(address)}`;
  const test = () => outcome.of(() => api.post(`${path}/test`), reload, () => "The test mail is on its way.");
  const forget = () => outcome.of(() => api.remove(path), reload, () => `${address} is no longer used.`);
  const name = state === "pending" && !testedAt ? "untested" : state;
  const when = verifiedAt || testedAt;
  return html`
    <li>
      <span>
        <strong>${address}</strong>${" "}
        <span class=${state === "verified" ? "good" : "muted"}>
          ${STATES[name] || name}${when && html`${", "}<${Ago} at=${when} />`}
        </span>
      </span>
      <button type="button" aria-label=${`Test ${address}`} onClick=${test}>Send test mail</button>
      <${Confirm} words="Remove" name=${`Remove ${address}`} question=${`Remove ${address}?`} act=${forget}>
        <p>Answers do not come from it any more. End the forwarding at your mail provider, too.</p>
      <//>
    </li>
  `;
}
