// The numbers and accounts of a channel: what is connected, and connecting another.

import { Disclosure } from "../shared/disclosure.js";
import { Choice, Input } from "../shared/fields.js";
import { html, useSignal } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { channelName } from "../shared/words.js";
import * as api from "../state/api.js";
import { Form, Section } from "./editor.js";
import { Inbox } from "./inbox.js";
import { Credentials, entered, Name, Settings } from "./provider_fields.js";
import { PROVIDERS } from "./providers.js";

const INBOXES = "v1/inboxes";
const CONNECTED = "Connected. Open “What to enter at the provider” above for what is left to do there.";

export function Inboxes({ channel, nothing }) {
  const title = `${channelName(channel)} inboxes`;
  return html`
    <${Section} title=${title}>
      <${Loaded} path=${INBOXES}>
        ${({ data }, reload) => {
          const own = data.filter((inbox) => inbox.channel === channel);
          return html`
            ${!own.length && html`<p class="muted">${nothing}</p>`}
            <ul class="cards">
              ${own.map((inbox) => html`<${Inbox} key=${inbox.id} inbox=${inbox} reload=${reload} />`)}
            </ul>
            <${Connect} channel=${channel} reload=${reload} />
          `;
        }}
      <//>
    <//>
  `;
}

function Connect({ channel, reload }) {
  const choices = Object.entries(PROVIDERS[channel]);
  const chosen = useSignal(choices[0][0]);
  const about = PROVIDERS[channel][chosen.value];
  const save = (form) =>
    api.post(INBOXES, {
      channel,
      provider: chosen.value,
      address: form.elements.address.value,
      name: form.elements.name.value,
      settings: entered(about.settings, form),
      credentials: entered(about.credentials, form),
    });
  const connected = (_inbox, form) => {
    form.reset();
    return reload();
  };
  return html`
    <${Disclosure} words=${`Connect ${choices.length > 1 ? "a number" : about.name}`}>
      ${choices.length > 1 && html`<${Provider} choices=${choices} chosen=${chosen} />`}
      <${Form} key=${chosen.value} save=${save} onSaved=${connected} words="Connect" praise=${CONNECTED}
        name=${`Connect ${about.name}`}>
        <${Input} ...${about.address} name="address" at="/address" required maxlength="100" autocomplete="off" />
        <${Name} />
        <${Settings} of=${about.settings} />
        <${Credentials} of=${about.credentials} />
        <p class="hint muted">We ask ${about.name} at once whether this is yours. Secrets are sealed, and never shown again.</p>
      <//>
    <//>
  `;
}

function Provider({ choices, chosen }) {
  const options = choices.map(([key, { name }]) => [key, name]);
  const choose = (event) => (chosen.value = event.currentTarget.value);
  return html`<${Choice} label="Provider" options=${options} value=${chosen.value} onChange=${choose} />`;
}
