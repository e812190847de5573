// One number or account: whether it works, what is entered at its provider, and changing or giving it up.

import { Confirm } from "../shared/confirm.js";
import { Copy } from "../shared/copy.js";
import { Disclosure } from "../shared/disclosure.js";
import { html } from "../shared/html.js";
import { Ago, Exactly } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Form, Outcome, useOutcome } from "./editor.js";
import { Credentials, entered, Name, Settings } from "./provider_fields.js";
import { PROVIDERS } from "./providers.js";

const ADVICE = {
  not_two_way: "Numbers of this country may not be able to receive texts. Ask your provider before you give it to customers.",
};

export function Inbox({ inbox, reload }) {
  const about = PROVIDERS[inbox.channel][inbox.provider];
  const path = `v1/inboxes/${encodeURIComponent(inbox.id)}`;
  const outcome = useOutcome();
  const called = inbox.name || inbox.address;
  const disconnect = () => outcome.of(() => api.remove(path), reload);
  const change = (form) =>
    api.patch(path, { name: form.elements.name.value, settings: entered(about.settings, form) });
  const replace = (form) => api.patch(path, { credentials: entered(about.credentials, form) });
  const replaced = (_inbox, form) => {
    form.reset();
    return reload();
  };
  return html`
    <li>
      <h3>${called}</h3>
      <p class="muted">${[inbox.name && inbox.address, about.name, inbox.country].filter(Boolean).join(", ")}</p>
      <${State} inbox=${inbox} />
      ${inbox.advice.map((code) => html`<p key=${code} class="muted">${ADVICE[code] || code}</p>`)}
      <${AtProvider} inbox=${inbox} about=${about} />
      <${Disclosure} words=${`Change ${called}`}>
        <${Form} save=${change} onSaved=${reload} name=${`Save ${called}`}>
          <${Name} current=${inbox.name} />
          <${Settings} of=${about.settings} current=${inbox.settings} />
        <//>
      <//>
      <${Disclosure} words=${`Replace the credentials of ${called}`}>
        <${Form} save=${replace} onSaved=${replaced} words="Replace" praise="Replaced: they work." name=${`Replace the credentials of ${called}`}>
          <${Credentials} of=${about.credentials} />
        <//>
      <//>
      <div class="actions">
        <${Confirm} words="Disconnect" name=${`Disconnect ${called}`} question=${`Disconnect ${called}?`} act=${disconnect}>
          <p>
            Nothing that customers write to it reaches you any more, and nobody can answer from it. Its credentials are
            forgotten; its tickets stay.
          </p>
        <//>
      </div>
      <${Outcome} outcome=${outcome} />
    </li>
  `;
}

function State({ inbox: { fault, faulty_since: since, expires_at: expires } }) {
  return html`
    ${fault
      ? html`
          <p class="trouble">
            Out of order since <${Ago} at=${since} />: ${fault}${" "}
            Mend it at the provider, or replace the credentials below: that ends it at once.
          </p>
        `
      : html`<p class="good">Connected</p>`}
    ${expires && html`<p class="muted">Its token ends on <${Exactly} at=${expires} />, and is renewed before by itself.</p>`}
  `;
}

function AtProvider({ inbox: { address, webhook_url: url, verify_token: token }, about }) {
  return html`
    <${Disclosure} words=${`What to enter at the provider of ${address}`}>
      <p>Webhook address</p>
      <${Copy} name="the webhook address" text=${url} />
      ${token && html`<p>Verify token</p><${Copy} name="the verify token" text=${token} />`}
      <ol>${about.steps.map((step) => html`<li key=${step}>${step}</li>`)}</ol>
    <//>
  `;
}
