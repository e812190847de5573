// Oneself: how one is called, what one is told, and where one is signed in.

import { Confirm } from "../shared/confirm.js";
import { Check, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Ago, Exactly } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Form, Outcome, Section, useOutcome } from "./editor.js";
import { roleName } from "./roles.js";

const isKey = () => api.session.token?.startsWith("dhk_");

export function Profile({ desk, settings }) {
  return html`
    <${Myself} desk=${desk} badge=${settings.known.value.unread_badge.enabled} />
    <${Section} title="Where you are signed in">
      ${isKey()
        ? html`<p class="muted">You came with an API key, which has no sessions.</p>`
        : html`
            <${Loaded} path="v1/sessions">
              ${(sessions, reload) => html`<${Sessions} of=${sessions.data} reload=${reload} signOut=${desk.signOut} />`}
            <//>
          `}
    <//>
  `;
}

function Myself({ desk, badge }) {
  const { me } = desk;
  const save = ({ elements: { name, unread } }) =>
    api.patch("v1/me", { name: name.value, ...(badge && { unread_badge: unread.checked }) });
  const saved = (now) => {
    Object.assign(me, now);
    return Promise.all([desk.countUnread(), desk.loadAgents()]);
  };
  const off = "Switched off for the whole shop, on the page “Account”.";
  return html`
    <${Section} title="You">
      <p class="muted">${me.email}, ${roleName(me.role)}</p>
      <${Form} save=${save} onSaved=${saved} name="Save You">
        <${Input} label="Name" hint="Customers and your team see it beside what you write."
          name="name" at="/name" required maxlength="100" autocomplete="name" defaultValue=${me.name} />
        <${Check} label="Show me how many tickets are unread" name="unread" disabled=${!badge}
          defaultChecked=${me.unread_badge} />
        ${!badge && html`<p class="hint muted">${off}</p>`}
      <//>
    <//>
  `;
}

function Sessions({ of, reload, signOut }) {
  const outcome = useOutcome();
  return html`
    <ul class="cards">
      ${of.map(
        (session) => html`
          <li key=${session.id}>
            <p>
              ${session.is_current && html`<strong>This one</strong>${", "}`}
              signed in <${Ago} at=${session.created_at} />, until <${Exactly} at=${session.expires_at} />
            </p>
            <div class="actions">
              ${session.is_current
                ? html`<button type="button" onClick=${signOut}>Sign out here</button>`
                : html`<${End} session=${session} outcome=${outcome} reload=${reload} />`}
            </div>
          </li>
        `,
      )}
    </ul>
    <${Outcome} outcome=${outcome} />
  `;
}

function End({ session: { id, created_at: since }, outcome, reload }) {
  const end = () => outcome.of(() => api.remove(`v1/sessions/${encodeURIComponent(id)}`), reload, () => "That session is over.");
  return html`
    <${Confirm} words="End this session" question="End this session?" act=${end}>
      <p>Whoever uses the session of <${Exactly} at=${since} /> has to sign in again. What was sent from it stays.</p>
    <//>
  `;
}
