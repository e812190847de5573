// API keys: what lets programs of the shop in.

import { Confirm } from "../shared/confirm.js";
import { Copy } from "../shared/copy.js";
import { Disclosure } from "../shared/disclosure.js";
import { Check, Choice, Group, Input } from "../shared/fields.js";
import { html, useSignal } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Ago } from "../shared/moments.js";
import { nameOf } from "../shared/words.js";
import * as api from "../state/api.js";
import { Form, Outcome, Section, useOutcome } from "./editor.js";

const KEYS = "v1/api_keys";

export function Keys({ desk }) {
  return html`
    <${Section} title="API keys">
      <p class="muted">
        A key lets a program do what you choose here, in the name of one of you. What the API offers is described
        on <a href="docs" target="_blank" rel="noopener">a page of its own</a>.
      </p>
      <${Loaded} path="v1/agents">
        ${(agents) => html`
          <${Loaded} path=${KEYS}>
            ${(keys, reload) => html`
              <${List} keys=${keys.data} agents=${agents.data} reload=${reload} />
              <${Create} me=${desk.me} agents=${agents.data} reload=${reload} />
            `}
          <//>
        `}
      <//>
    <//>
  `;
}

function List({ keys, agents, reload }) {
  const outcome = useOutcome();
  const revoke = ({ id, name }) =>
    outcome.of(() => api.remove(`${KEYS}/${encodeURIComponent(id)}`), reload, () => `${name} is revoked.`);
  return html`
    ${!keys.length && html`<p class="muted">There are no keys.</p>`}
    <ul class="cards">
      ${keys.map(
        (key) => html`<${Key} key=${key.id} of=${key} agents=${agents} revoke=${() => revoke(key)} />`,
      )}
    </ul>
    <${Outcome} outcome=${outcome} />
  `;
}

function Key({ of: { name, agent_id: agentId, scopes, created_at: since }, agents, revoke }) {
  const owner = agents.find(({ id }) => id === agentId);
  return html`
    <li>
      <h3>${name}</h3>
      <p class="muted">acts as ${owner ? nameOf(owner) : "somebody who left"}, made <${Ago} at=${since} /></p>
      <${Disclosure} words=${`What ${name} may`}><p>${scopes.join(", ")}</p><//>
      <div class="actions">
        <${Confirm} words="Revoke" name=${`Revoke ${name}`} question=${`Revoke the key ${name}?`} act=${revoke}>
          <p>Programs that use it are shut out at once. A revoked key never works again; you would have to make another.</p>
        <//>
      </div>
    </li>
  `;
}

function Create({ me, agents, reload }) {
  const made = useSignal(null);
  const people = agents.filter((agent) => agent.is_active).map((agent) => [agent.id, nameOf(agent)]);
  const save = ({ elements: { name, owner, scopes } }) =>
    api.post(KEYS, {
      name: name.value,
      agent_id: owner.value,
      scopes: [...scopes.querySelectorAll(":checked")].map(({ value }) => value),
    });
  const shown = (key, form) => {
    form.reset();
    made.value = key;
    return reload();
  };
  return html`
    ${made.value && html`<${Token} of=${made.value} done=${() => (made.value = null)} />`}
    <h3>Make a key</h3>
    <${Form} save=${save} onSaved=${shown} words="Make key" praise="Made. Its token is above.">
      <${Input} label="Name" hint="What uses it, as “Warehouse”." name="name" at="/name" required maxlength="100" autocomplete="off" />
      <${Choice} label="Acts as" hint="It never may more than this person, and ends when they are deactivated."
        name="owner" at="/agent_id" options=${people} chosen=${me.id} />
      <${Group} legend="May" name="scopes" at="/scopes">
        <div class="checks">
          ${me.permissions.map((scope) => html`<${Check} key=${scope} value=${scope} label=${scope} />`)}
        </div>
      <//>
    <//>
  `;
}

function Token({ of: { name, token }, done }) {
  return html`
    <div class="once" role="group" aria-label=${`Token of ${name}`}>
      <p><strong>Copy the token of ${name} now.</strong> It is not shown again, and we cannot find it out later.</p>
      ${token
        ? html`<${Copy} name="the token" text=${token} />`
        : html`<p class="trouble">It was made, but its token got lost on the way: revoke it and make another.</p>`}
      <button type="button" onClick=${done}>I have it</button>
    </div>
  `;
}
