// Short links: the shop's own domain for them, and how long they and campaigns count for what follows.

import { Confirm } from "../shared/confirm.js";
import { Copy } from "../shared/copy.js";
import { Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Ago } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Editor, Form, Outcome, Section, useOutcome } from "./editor.js";

const DOMAIN = "v1/link_domain";
const STATES = { pending: "Not in use yet", verified: "In use", lost: "Out of use" };
const MISSING = {
  dns: "The DNS record below is not found.",
  https: "The record is found, but the domain does not lead here by HTTPS.",
  taken: "Another account has this domain, or had it within the last 30 days.",
};

export function Links({ settings }) {
  return html`
    <${Section} title="Own domain for short links">
      <${Loaded} path=${DOMAIN}>
        ${(known, reload) =>
          known ? html`<${Domain} known=${known} reload=${reload} />` : html`<${Take} reload=${reload} />`}
      <//>
    <//>
    <${Attribution} current=${settings.known.value.attribution} />
  `;
}

function Take({ reload }) {
  const save = ({ elements: { domain } }) => api.put(DOMAIN, { domain: domain.value });
  return html`
    <p class="muted">Without one, short links stand under the name of this installation.</p>
    <${Form} save=${save} onSaved=${reload} words="Use this domain" praise="">
      <${Input} label="Domain" hint="One of your own that nothing else uses, like go.shop.com." name="domain" at="/domain"
        required maxlength="253" autocomplete="off" autocapitalize="off" spellcheck=${false} />
    <//>
  `;
}

function Domain({ known: { domain, state, reason, record, checked_at: checkedAt }, reload }) {
  const outcome = useOutcome();
  const check = () => outcome.of(() => api.post(`${DOMAIN}/check`), reload, () => "Looked just now.");
  const release = () => outcome.of(() => api.remove(DOMAIN), reload);
  return html`
    <h3>${domain}</h3>
    <p>
      <span class=${state === "verified" ? "good" : "bad"}>${STATES[state]}</span>
      ${reason && html`${": "}${MISSING[reason]}`}
      ${checkedAt && html`${" "}<span class="muted">Looked at <${Ago} at=${checkedAt} />.</span>`}
    </p>
    <${Record} ...${record} />
    <p class="muted">
      The domain must also lead here by HTTPS, with a certificate: through a custom domain of the API, or a CDN that passes
      /l/* on and leaves the Host header as it is.
    </p>
    <div class="actions">
      <button type="button" onClick=${check}>Check now</button>
      <${Confirm} words="Remove" name=${`Remove ${domain}`} question=${`Remove ${domain}?`} act=${release}>
        <p>
          New short links stand under the name of this installation. Those that were sent lead on as long as the domain leads
          here. For 30 days no other account can take it.
        </p>
      <//>
    </div>
    <${Outcome} outcome=${outcome} />
  `;
}

function Record({ type, name, value }) {
  return html`
    <p>Make this record where the DNS of your domain is kept:</p>
    <dl class="record">
      <div><dt>Type</dt><dd><code>${type}</code></dd></div>
      <div><dt>Name</dt><dd><${Copy} name="the record's name" text=${name} /></dd></div>
      <div><dt>Value</dt><dd><${Copy} name="the record's value" text=${value} /></dd></div>
    </dl>
  `;
}

function Attribution({ current }) {
  const changes = ({ elements: { texts, clicks } }) => ({
    attribution: { sms_window_hours: Number(texts.value), click_window_hours: Number(clicks.value) },
  });
  const hours = { type: "number", min: 1, max: 720, required: true };
  return html`
    <${Editor} title="Attribution" changes=${changes}>
      <${Input} ...${hours} label="Hours in which a text answers a campaign or flow" name="texts"
        hint="The first text of a customer in that time counts for the last message that they got."
        at="/attribution/sms_window_hours" defaultValue=${current.sms_window_hours} />
      <${Input} ...${hours} label="Hours in which an order follows a click" name="clicks"
        at="/attribution/click_window_hours" defaultValue=${current.click_window_hours} />
      <p class="hint muted">Whether links in texts are made short is set under <a href="#/settings/sms">SMS</a>.</p>
    <//>
  `;
}
