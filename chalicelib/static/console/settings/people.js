// The people of the shop: who they are, what they may do, who comes and who goes.

import { Disclosure } from "../shared/disclosure.js";
import { Choice, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import * as api from "../state/api.js";
import { Form, Section } from "./editor.js";
import { Person } from "./person.js";
import { GIVEN } from "./roles.js";

const PEOPLE = "v1/agents";

export function People({ desk }) {
  return html`
    <${Section} title="Everybody">
      <${Loaded} path=${PEOPLE}>
        ${({ data }, load) => {
          const reload = () => Promise.all([load(), desk.loadAgents()]);
          return html`
            ${data.length === 1 && html`<p class="muted">Nobody else is here yet. Whom you invite can start at once.</p>`}
            <ul class="cards">
              ${[...data].sort(byPresence).map(
                (person) => html`<${Person} key=${person.id} person=${person} me=${desk.me} reload=${reload} />`,
              )}
            </ul>
            <${Invite} reload=${reload} />
          `;
        }}
      <//>
    <//>
  `;
}

// Who was deactivated stands last.
const byPresence = (one, other) => other.is_active - one.is_active;

export function Invite({ reload }) {
  const save = ({ elements: { name, email, role } }) =>
    api.post(PEOPLE, { name: name.value, email: email.value, role: role.value });
  const invited = (_person, form) => {
    form.reset();
    return reload();
  };
  return html`
    <${Disclosure} words="Invite somebody">
      <${Form} save=${save} onSaved=${invited} words="Invite" praise="Invited: a mail tells them how to sign in.">
        <${Input} label="Name" name="name" at="/name" required maxlength="100" autocomplete="off" />
        <${Input} label="Email address" hint="They sign in by a link that is mailed to it; they need no password."
          name="email" type="email" at="/email" required maxlength="254" autocomplete="off" />
        <${Choice} label="Role" name="role" at="/role" options=${GIVEN} chosen="support" />
      <//>
    <//>
  `;
}
