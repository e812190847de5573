// Another helpdesk is connected step by step: what to make there, what to enter here, and what to tell it of us.

import { Confirm } from "../shared/confirm.js";
import { Copy } from "../shared/copy.js";
import { Dialog } from "../shared/dialog.js";
import { Disclosure } from "../shared/disclosure.js";
import { Input } from "../shared/fields.js";
import { html, useLayoutEffect, useRef, useSignal } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Form, Outcome, Section, useOutcome } from "../settings/editor.js";
import { HELPDESKS, isReady, pathOf, placeOf } from "./helpdesks.js";

const SECRET = { type: "password", autocomplete: "new-password", maxlength: 300, spellcheck: false };

function Connect({ helpdesk, words, ...given }) {
  const isOpen = useSignal(false);
  return html`
    <button type="button" onClick=${() => (isOpen.value = true)}>${words || `Connect ${HELPDESKS[helpdesk].name}`}</button>
    ${isOpen.value && html`<${ConnectDialog} helpdesk=${helpdesk} onClose=${() => (isOpen.value = false)} ...${given} />`}
  `;
}

// `of` is what is known of the helpdesk by now, `reload` asks again.
export function ConnectDialog({ helpdesk, onClose, ...given }) {
  return html`
    <${Dialog} label=${`Connect ${HELPDESKS[helpdesk].name}`} onClose=${onClose}>
      <${Steps} helpdesk=${helpdesk} ...${given} />
    <//>
  `;
}

function Steps({ helpdesk, of, reload }) {
  const connected = useSignal(null);
  const heading = useRef();
  const { name, before } = HELPDESKS[helpdesk];
  useLayoutEffect(() => {
    if (connected.value) heading.current.focus();
  }, [connected.value]);
  const done = (answer) => (connected.value = answer);
  return html`
    <div class="sections steps">
      <h2 tabindex="-1" ref=${heading}>${connected.value ? `${name} is connected` : `Connect ${name}`}</h2>
      ${connected.value
        ? html`<${Afterwards} helpdesk=${helpdesk} known=${connected.value} />`
        : html`<${List} steps=${before} /><${Entered} helpdesk=${helpdesk} of=${of} reload=${reload} onSaved=${done} />`}
      <form method="dialog" class="actions"><button>${connected.value ? "Done" : "Cancel"}</button></form>
    </div>
  `;
}

const List = ({ steps }) => html`<ol>${steps.map((step) => html`<li key=${step}>${step}</li>`)}</ol>`;

function Entered({ helpdesk, of, reload, onSaved }) {
  const { name, ending, place, secret, byHand } = HELPDESKS[helpdesk];
  const save = async ({ elements }) => {
    const answer = await api.put(pathOf(helpdesk), {
      [place.name]: bare(elements.place.value, ending),
      email: elements.email.value.trim(),
      [secret.name]: elements.secret.value.trim(),
      ...(elements.signing?.value && { signing_secret: elements.signing.value.trim() }),
    });
    await reload();
    if (answer.problem) throw new Error(answer.problem);
    return answer;
  };
  return html`
    <${Form} save=${save} onSaved=${onSaved} words="Check and connect" name=${`Check and connect ${name}`} praise="">
      <${Input} label=${place.label} hint=${place.hint} name="place" at=${`/${place.name}`} required maxlength="100" autocomplete="off"
        spellcheck=${false} defaultValue=${placeOf(helpdesk, of)} />
      <${Input} label="Email address" name="email" at="/email" type="email" required maxlength="254" autocomplete="off"
        defaultValue=${of?.email || ""} />
      <${Input} ...${SECRET} label=${secret.label} hint="Sealed, and never shown again." name="secret" at=${`/${secret.name}`} required />
      ${byHand.length > 0 && html`<${ByHand} steps=${byHand} url=${of?.webhook_url} />`}
    <//>
  `;
}

// Where the token may not add the webhook there.
function ByHand({ steps, url }) {
  return html`
    <${Disclosure} words="The webhook was added by hand">
      <${List} steps=${steps} />
      ${url && html`<${Copy} name="the webhook address" text=${url} />`}
      <${Input} ...${SECRET} label="Signing secret of the webhook" name="signing" at="/signing_secret" />
    <//>
  `;
}

// People copy the address as their browser shows it.
const bare = (text, ending) => {
  const [host] = text.trim().toLowerCase().replace(/^[a-z]+:\/\//, "").split("/");
  return host.endsWith(`.${ending}`) ? host.slice(0, -ending.length - 1) : host;
};

function Afterwards({ helpdesk, known }) {
  const { name, after } = HELPDESKS[helpdesk];
  if (!after.length) return html`<p class="good">The check went well. ${name} tells us of your team's answers by itself.</p>`;
  return html`
    <p class="good">The check went well. One thing is left, so that your team's answers come back to your customers:</p>
    <${ToTell} steps=${after} known=${known} />
  `;
}

function ToTell({ steps, known }) {
  return html`
    <${List} steps=${steps} />
    <p>Webhook address</p>
    <${Copy} name="the webhook address" text=${known.webhook_url} />
    ${known.webhook_secret
      ? html`
          <p>Secret of the webhook, shown this once</p>
          <${Copy} name="the secret" text=${known.webhook_secret} />
        `
      : html`<p class="muted">Its secret was shown when it was connected. For another one, disconnect it and connect it again.</p>`}
  `;
}

// Whether it is connected is not known yet, or could not be asked.
export function Unknown({ loaded: { said, canRetry, load } }) {
  return html`
    <p role="status" class=${canRetry.value ? "trouble" : "muted"}>${said}</p>
    ${canRetry.value && html`<button type="button" onClick=${load}>Try again</button>`}
  `;
}

// What is known of a helpdesk, with what can be done about it.
export function Connection({ helpdesk, loaded }) {
  const outcome = useOutcome();
  const { name, after } = HELPDESKS[helpdesk];
  const known = loaded.known.value;
  const disconnect = () => outcome.of(() => api.remove(pathOf(helpdesk)), loaded.load);
  const given = { helpdesk, of: known, reload: loaded.load };
  if (known === undefined) return html`<${Section} title=${name}><${Unknown} loaded=${loaded} /><//>`;
  if (!placeOf(helpdesk, known)) {
    return html`
      <${Section} title=${name}>
        <p class="muted">Not connected.</p>
        <div class="actions"><${Connect} ...${given} /></div>
      <//>
    `;
  }
  return html`
    <${Section} title=${name}>
      ${isReady(known)
        ? html`<p class="good">Connected to ${placeOf(helpdesk, known)}, checked <${Ago} at=${known.checked_at} />.</p>`
        : html`<p class="trouble">Something is amiss at ${name}: ${known.problem} Then connect it again.</p>`}
      ${after.length > 0 && html`<${Disclosure} words=${`What to enter at ${name}`}><${ToTell} steps=${after} known=${known} /><//>`}
      <div class="actions">
        <${Connect} words=${`Connect ${name} again`} ...${given} />
        <${Confirm} words="Disconnect" name=${`Disconnect ${name}`} question=${`Disconnect ${name}?`} act=${disconnect}>
          <p>Its token is forgotten, and nothing is handed to it any more. Tickets that are there stay there.</p>
        <//>
      </div>
      <${Outcome} outcome=${outcome} />
    <//>
  `;
}
