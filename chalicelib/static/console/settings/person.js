// One person of the shop: changing what they may do, shutting them out, letting them back in.

import { Confirm } from "../shared/confirm.js";
import { Disclosure } from "../shared/disclosure.js";
import { Choice, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Form, Outcome, useOutcome } from "./editor.js";
import { GIVEN, roleName } from "./roles.js";

export function Person({ person, me, reload }) {
  const { id, name, email, role, is_active: isActive } = person;
  const path = `v1/agents/${encodeURIComponent(id)}`;
  return html`
    <li>
      <h3>${name}${id === me.id && " (you)"}</h3>
      <p class="muted">${email}</p>
      <p><${Standing} person=${person} /></p>
      ${isActive && html`<${Change} path=${path} person=${person} reload=${reload} />`}
      <${Steps} path=${path} person=${person} isHeir=${me.role === "owner" && isActive && role !== "owner"} reload=${reload} />
    </li>
  `;
}

function Standing({ person: { role, is_active: isActive, is_online: isOnline, created_at: since } }) {
  const state = isActive ? (isOnline ? "online" : "offline") : "deactivated";
  return html`${roleName(role)}, ${state}, <span class="muted">in the team since <${Ago} at=${since} /></span>`;
}

function Change({ path, person: { name, role }, reload }) {
  const save = ({ elements }) => {
    const given = elements.role ? { role: elements.role.value } : {};
    return api.patch(path, { name: elements.name.value, ...given });
  };
  return html`
    <${Disclosure} words=${`Change ${name}`}>
      <${Form} save=${save} onSaved=${reload} name=${`Save ${name}`}>
        <${Input} label="Name" name="name" at="/name" required maxlength="100" autocomplete="off" defaultValue=${name} />
        ${role === "owner"
          ? html`<p class="hint muted">The owner stays the owner until they hand the shop over to somebody else.</p>`
          : html`<${Choice} label="Role" name="role" at="/role" options=${GIVEN} chosen=${role} />`}
      <//>
    <//>
  `;
}

function Steps({ path, person: { name, role, is_active: isActive }, isHeir, reload }) {
  const outcome = useOutcome();
  const deactivate = () => outcome.of(() => api.post(`${path}/deactivate`), reload, () => `${name} is shut out.`);
  const reactivate = () => outcome.of(() => api.post(`${path}/reactivate`), reload, () => `${name} may sign in again.`);
  // Who hands over may do less from now on: the console asks anew what.
  const handOver = () => outcome.of(() => api.patch(path, { role: "owner" }), () => location.reload());
  return html`
    <div class="actions">
      ${isActive &&
      role !== "owner" &&
      html`
        <${Confirm} words="Deactivate" name=${`Deactivate ${name}`} question=${`Deactivate ${name}?`} act=${deactivate}>
          <p>
            ${name} is signed out at once, and their API keys end for good. They get no new tickets. Their open tickets
            stay theirs until you assign them to somebody else; a closed one that a customer reopens is handed out anew.
            What they wrote stays. You can let them back in later.
          </p>
        <//>
      `}
      ${!isActive && html`<button type="button" aria-label=${`Reactivate ${name}`} onClick=${reactivate}>Reactivate</button>`}
      ${isHeir &&
      html`
        <${Confirm} words="Make owner" name=${`Make ${name} the owner`} question=${`Hand the shop over to ${name}?`} act=${handOver}>
          <p>${name} becomes the owner, and you become an admin. Only ${name} can undo this.</p>
        <//>
      `}
    </div>
    <${Outcome} outcome=${outcome} />
  `;
}
