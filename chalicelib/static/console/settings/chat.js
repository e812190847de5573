// The web chat: where it is, how it looks, what it says by itself, and the mail to visitors who left.

import { Area, Check, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Editor } from "./editor.js";
import { Look } from "./look.js";
import { OnSite, SignedIn } from "./on_site.js";

export function Chat({ desk, settings }) {
  const chat = settings.known.value.web_chat;
  return html`
    <${Where} current=${chat} />
    <${OnSite} account=${desk.me.account} />
    <${Look} current=${chat.widget} publicKey=${desk.me.account.public_key} />
    <${Replies} current=${chat} />
    <${FollowUp} current=${chat.follow_up_email} />
    <${SignedIn} maySee=${desk.me.permissions.includes("keys:write")} />
  `;
}

function Where({ current }) {
  const changes = ({ elements: { enabled, origins } }) => ({
    web_chat: { enabled: enabled.checked, allowed_origins: origins.value.split(/\s+/).filter(Boolean) },
  });
  return html`
    <${Editor} title="Web chat" changes=${changes}>
      <${Check} label="Let visitors chat" name="enabled" defaultChecked=${current.enabled} />
      <p class="hint muted">Switched off, no page shows the button, and nobody starts a chat.</p>
      <${Area} label="Sites that may show the chat" hint="One a line: https and the name, without a path. Without any, all may."
        name="origins" at="/web_chat/allowed_origins" rows="2" spellcheck=${false}
        defaultValue=${current.allowed_origins.join("\n")} />
    <//>
  `;
}

function Replies({ current }) {
  const changes = ({ elements: { open, closed } }) => ({
    web_chat: { reply_in_hours: open.value, reply_out_of_hours: closed.value },
  });
  const field = { rows: 2, maxlength: 2000 };
  return html`
    <${Editor} title="Automatic replies" changes=${changes}>
      <p class="hint muted">Sent once a chat, by the office hours of your account; without office hours, none is sent.</p>
      <${Area} ...${field} label="Inside office hours" hint="Empty sends nothing." name="open" at="/web_chat/reply_in_hours"
        defaultValue=${current.reply_in_hours} />
      <${Area} ...${field} label="Outside office hours" hint="Empty sends nothing." name="closed"
        at="/web_chat/reply_out_of_hours" defaultValue=${current.reply_out_of_hours} />
    <//>
  `;
}

function FollowUp({ current }) {
  const changes = ({ elements: { enabled, from } }) => ({
    web_chat: { follow_up_email: { enabled: enabled.checked, from_address: from.value } },
  });
  return html`
    <${Editor} title="Chat follow-up email" changes=${changes}>
      <${Check}
        label="Mail visitors once when they left before they read your answer"
        name="enabled"
        defaultChecked=${current.enabled}
      />
      <${Input}
        label="Support email address"
        hint="Use an address on your own domain: mail from it is less often taken for spam."
        name="from"
        type="email"
        at="/web_chat/follow_up_email/from_address"
        maxlength="254"
        defaultValue=${current.from_address}
      />
    <//>
  `;
}
