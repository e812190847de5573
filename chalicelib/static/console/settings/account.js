// The account: how it is named in texts, what its agents are told, and what developers ask for.

import { Plan } from "../plan/account.js";
import { Copy } from "../shared/copy.js";
import { Check, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Exactly } from "../shared/moments.js";
import { Editor, Section } from "./editor.js";

export function Account({ desk, settings }) {
  const { organization_prefix: prefix, unread_badge: badge, second_opinion: opinion } = settings.known.value;
  return html`
    <${Shop} of=${desk.me.account} />
    <${Plan} desk=${desk} />
    <${AutomaticTexts} current=${prefix} />
    <${Badge} current=${badge} onSaved=${desk.countUnread} />
    <${Opinion} current=${opinion} />
  `;
}

function Shop({ of: { name, created_at: since, id, public_key: key, inbound_address: address } }) {
  return html`
    <${Section} title="Shop">
      <p><strong>${name}</strong>, since <${Exactly} at=${since} /></p>
      <p>Public key, for the chat on your pages</p>
      <${Copy} name="the public key" text=${key} />
      <p>Account ID, for programs and when you ask for help</p>
      <${Copy} name="the account ID" text=${id} />
      <p>Address that mail is forwarded to</p>
      <${Copy} name="the address" text=${address} />
    <//>
  `;
}

function AutomaticTexts({ current }) {
  const changes = ({ elements: { prefix } }) => ({ organization_prefix: prefix.value });
  return html`
    <${Editor} title="Automatic texts" changes=${changes}>
      <${Input} label="Organization prefix" hint="How automatic texts name you; empty: the account's name." name="prefix"
        at="/organization_prefix" maxlength="60" defaultValue=${current} />
    <//>
  `;
}

function Badge({ current, onSaved }) {
  const changes = ({ elements: { enabled } }) => ({ unread_badge: { enabled: enabled.checked } });
  return html`
    <${Editor} title="Unread conversation notification" changes=${changes} onSaved=${onSaved}>
      <${Check} label="Show how many tickets are unread" name="enabled" defaultChecked=${current.enabled} />
      <p class="hint muted">For everybody; each may switch it off for themselves on the page <a href="#/settings/profile">You</a>.</p>
    <//>
  `;
}

function Opinion({ current }) {
  const changes = ({ elements: { enabled, limit } }) => ({
    second_opinion: { enabled: enabled.checked, daily_limit: Number(limit.value) },
  });
  return html`
    <${Editor} title="Second opinion" changes=${changes}>
      <${Check} label="Show messages that Deskhand is unsure of to a language model" name="enabled"
        defaultChecked=${current.enabled} />
      <${Input} label="Messages a day at most" name="limit" at="/second_opinion/daily_limit" type="number" min="1" max="100000"
        required defaultValue=${current.daily_limit}
        hint="It helps to tell spam, and which tags a message gets. It is asked where this installation has one on Amazon Bedrock; AWS bills each message." />
    <//>
  `;
}
