// The customer platform: the system that knows the shop's customers and writes to many of them.

import { Confirm } from "../shared/confirm.js";
import { Copy } from "../shared/copy.js";
import { Disclosure } from "../shared/disclosure.js";
import { Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Exactly } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Form, Outcome, Section, useOutcome } from "./editor.js";

const PLATFORM = "v1/customer_platform";
const TOPICS = [
  "Received SMS (not “Sent SMS”)",
  "Placed Order",
  "Subscribed to SMS Marketing",
  "Unsubscribed from SMS Marketing",
  "Subscribed to Email Marketing",
  "Unsubscribed from Email Marketing",
];
const SECRET = { type: "password", autocomplete: "new-password", minlength: 16, maxlength: 200, spellcheck: false };

export function Platform() {
  return html`
    <${Section} title="Klaviyo">
      <${Loaded} path=${PLATFORM}>
        ${(known, reload) =>
          known ? html`<${Connected} known=${known} reload=${reload} />` : html`<${Connect} reload=${reload} />`}
      <//>
    <//>
  `;
}

function Connect({ reload }) {
  return html`
    <p class="muted">
      Not connected. Its segments can choose teams, and its campaigns, flows, orders and consent show beside your tickets.
    </p>
    <${Keys} words="Connect" isFirst=${true} onSaved=${reload} />
  `;
}

// A key that is left empty stays as it was.
function Keys({ isFirst = false, ...given }) {
  const save = ({ elements: { key, secret } }) =>
    api.put(PLATFORM, {
      provider: "klaviyo",
      ...(key.value && { api_key: key.value.trim() }),
      ...(secret.value && { webhook_secret: secret.value.trim() }),
    });
  const hint = isFirst ? "Enter the same at the webhook, there." : "Empty: it stays as it was.";
  return html`
    <${Form} save=${save} ...${given}>
      <${Input} ...${SECRET} label="Private API key" name="key" at="/api_key" required=${isFirst}
        hint=${`With the scopes profiles:read and segments:read.${isFirst ? "" : " Empty: it stays as it was."}`} />
      <${Input} ...${SECRET} label="Webhook secret" name="secret" at="/webhook_secret"
        hint=${`One that you make up, of 16 characters and more. ${hint}`} />
    <//>
  `;
}

function Connected({ known, reload }) {
  const outcome = useOutcome();
  const disconnect = () => outcome.of(() => api.remove(PLATFORM), reload);
  const replaced = (_known, form) => {
    form.reset();
    return reload();
  };
  return html`
    ${known.fault
      ? html`<p class="trouble">Klaviyo does not answer us: ${known.fault} Replace the API key below.</p>`
      : html`<p class="good">Connected since <${Exactly} at=${known.connected_at} /></p>`}
    ${!known.has_webhook_secret && html`<p class="bad">Without a webhook secret nothing that Klaviyo tells is believed: enter one below.</p>`}
    <p>Make a webhook at Klaviyo, with your secret, that tells this address:</p>
    <${Copy} name="the webhook address" text=${known.webhook_url} />
    <p>of these topics:</p>
    <ul class="topics">${TOPICS.map((topic) => html`<li key=${topic}>${topic}</li>`)}</ul>
    <${Disclosure} words="Replace the keys">
      <${Keys} words="Replace" name="Replace the keys" praise="Replaced." onSaved=${replaced} />
    <//>
    <div class="actions">
      <${Confirm} words="Disconnect" name="Disconnect Klaviyo" question="Disconnect Klaviyo?" act=${disconnect}>
        <p>Its keys are forgotten, its segments choose no teams any more, and nothing that it tells is taken. What it told stays.</p>
      <//>
    </div>
    <${Outcome} outcome=${outcome} />
  `;
}
