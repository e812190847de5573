// Recharge, which runs the subscriptions of a shop: connected by a token that is made there.

import { Confirm } from "../shared/confirm.js";
import { Disclosure } from "../shared/disclosure.js";
import { Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Exactly } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Form, Outcome, Section, useOutcome } from "./editor.js";

const PLATFORM = "v1/subscription_platform";

export function Recharge() {
  return html`
    <${Section} title="Recharge">
      <${Loaded} path=${PLATFORM}>
        ${(known, reload) =>
          known ? html`<${Connected} known=${known} reload=${reload} />` : html`<${Connect} reload=${reload} />`}
      <//>
    <//>
  `;
}

function Connect({ reload }) {
  return html`
    <p class="muted">Not connected. Connect it, and a customer's subscriptions show beside their tickets, to be skipped, changed and cancelled there.</p>
    <${Token} words="Connect" name="Connect Recharge" onSaved=${reload} />
  `;
}

function Token(given) {
  const save = ({ elements: { token } }) => api.put(PLATFORM, { provider: "recharge", api_token: token.value.trim() });
  const hint = "Made at Recharge under API tokens: reads customers, reads and writes subscriptions, orders and charges.";
  return html`
    <${Form} save=${save} ...${given}>
      <${Input} label="API token" hint=${hint} name="token" at="/api_token" type="password" autocomplete="new-password"
        required minlength="16" maxlength="200" spellcheck=${false} />
    <//>
  `;
}

function Connected({ known: { state, fault, missing_scopes: missing, connected_at: since }, reload }) {
  const outcome = useOutcome();
  const disconnect = () => outcome.of(() => api.remove(PLATFORM), reload);
  const replaced = (_known, form) => {
    form.reset();
    return reload();
  };
  const isOpen = state === "connected";
  return html`
    ${isOpen && !fault
      ? html`<p class="good">Connected since <${Exactly} at=${since} /></p>`
      : html`<p class="trouble">Recharge does not answer us.${fault && ` ${fault}`} Replace the token below.</p>`}
    ${missing.length > 0 && html`<p class="bad">${`The token lacks: ${missing.join(", ")}.`}</p>`}
    <${Disclosure} words="Replace the token">
      <${Token} words="Replace" name="Replace the token" praise="Replaced." onSaved=${replaced} />
    <//>
    <div class="actions">
      <${Confirm} words="Disconnect" name="Disconnect Recharge" question="Disconnect Recharge?" act=${disconnect}>
        <p>Its token is forgotten, and subscriptions show beside no ticket any more. At Recharge they go on.</p>
      <//>
    </div>
    <${Outcome} outcome=${outcome} />
  `;
}
