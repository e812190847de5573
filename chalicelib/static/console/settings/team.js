// One team: its name, its members, and what it wants.

import { Chips } from "../shared/chips.js";
import { Confirm } from "../shared/confirm.js";
import { Disclosure } from "../shared/disclosure.js";
import { Area, Check, Group, Input } from "../shared/fields.js";
import { html, useSignal } from "../shared/html.js";
import { count } from "../shared/words.js";
import * as api from "../state/api.js";
import { Form } from "./editor.js";
import { canMove } from "./order.js";
import { AUTOMATIC } from "./tags.js";

const TEAMS = "v1/teams";
const FRESH = { name: "", description: "", agent_ids: [], tags: [], segments: [] };
const NO_HELPDESK = ["analyst", "campaign_coordinator", "content_creator", "social_media_manager"];

export function Team({ team, rungs, agents, reload, move, outcome }) {
  const path = `${TEAMS}/${encodeURIComponent(team.id)}`;
  const save = (body) => api.patch(path, body);
  const remove = () => outcome.of(() => api.remove(path), reload, () => `${team.name} is gone.`);
  const step = (words, by) => html`
    <button type="button" aria-label=${`Move ${team.name} ${words}`} disabled=${!canMove(rungs, team, by)}
      onClick=${() => move(team, by)}>Move ${words}</button>
  `;
  return html`
    <li>
      <h3>${team.name}</h3>
      <${Facts} team=${team} agents=${agents} rungs=${rungs} />
      <${Disclosure} words=${`Change ${team.name}`}>
        <${TeamForm} team=${team} agents=${agents} save=${save} onSaved=${reload} name=${`Save ${team.name}`} />
      <//>
      <div class="actions">
        ${step("up", -1)} ${step("down", 1)}
        <${Confirm} words="Remove" name=${`Remove ${team.name}`} question=${`Remove the team ${team.name}?`} act=${remove}>
          <p>New tickets go past it. Tickets that it has, and who they are assigned to, stay as they are.</p>
        <//>
      </div>
    </li>
  `;
}

function Facts({ team, agents, rungs }) {
  const names = team.agent_ids.map((id) => agents.find((agent) => agent.id === id)?.name || "somebody who left");
  const place = rungs.findIndex((rung) => rung.includes(team));
  const others = rungs[place].filter((one) => one !== team).map(({ name }) => name);
  const turns = others.length ? `, in turn with ${others.join(", ")}` : "";
  const wants = [...team.tags, ...team.segments.map((segment) => `customers in ${segment}`)];
  return html`
    ${team.description && html`<p>${team.description}</p>`}
    <p class="muted">Asked ${place ? `in place ${place + 1}` : "first"}${turns}.</p>
    <p>${count(names.length, "member")}: ${names.join(", ")}</p>
    <p>${wants.length ? `Wants: ${wants.join(", ")}` : "Wants no tags and no segments: no ticket comes to it by itself."}</p>
  `;
}

export function AddTeam({ agents, reload }) {
  const save = (body) => api.post(TEAMS, body);
  return html`
    <${Disclosure} words="Add team">
      <${TeamForm} team=${FRESH} agents=${agents} save=${save} onSaved=${reload} words="Add" praise="Added." />
    <//>
  `;
}

function TeamForm({ team, agents, save, onSaved, ...given }) {
  const tags = useSignal(team.tags);
  const segments = useSignal(team.segments);
  const submit = ({ elements: { name, description, members } }) =>
    save({
      name: name.value,
      description: description.value,
      agent_ids: [...members.querySelectorAll(":checked")].map(({ value }) => value),
      tags: tags.value,
      segments: segments.value,
    });
  const saved = (_team, form) => {
    if (team === FRESH) {
      form.reset();
      tags.value = segments.value = [];
    }
    return onSaved();
  };
  return html`
    <${Form} save=${submit} onSaved=${saved} ...${given}>
      <${Input} label="Name" name="name" at="/name" required maxlength="60" autocomplete="off" defaultValue=${team.name} />
      <${Area} label="Description" name="description" at="/description" rows="2" maxlength="1000" defaultValue=${team.description} />
      <${Members} team=${team} agents=${agents} />
      <${Chips} label="Tags" hint="Tickets with one of these come here; at most 20 tags and segments together."
        at="/tags" of=${tags} offered=${AUTOMATIC} />
      <${Chips} label="Segments" hint="Tickets of customers in one of these come here." at="/segments" of=${segments} />
    <//>
  `;
}

function Members({ team, agents }) {
  const able = agents.filter((agent) => agent.is_active && !NO_HELPDESK.includes(agent.role));
  const left = agents.filter((agent) => team.agent_ids.includes(agent.id) && !able.includes(agent));
  return html`
    <${Group} legend="Members" name="members" at="/agent_ids">
      <div class="checks">
        ${[...able, ...left].map(
          ({ id, name }) => html`
            <${Check} key=${id} value=${id} label=${able.some((one) => one.id === id) ? name : `${name} (no longer here)`}
              defaultChecked=${team.agent_ids.includes(id)} />
          `,
        )}
      </div>
    <//>
  `;
}
