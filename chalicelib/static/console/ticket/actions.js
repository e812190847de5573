// What can be done with a ticket by one press.

import { Options } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { useSettled } from "../shared/settled.js";
import * as api from "../state/api.js";

const PRESETS = [
  ["", "Snooze…"],
  ["later_today", "Later today"],
  ["tomorrow", "Tomorrow morning"],
  ["one_week", "In one week"],
];
const BY_PHONE = ["sms", "whatsapp"];

export function Actions({ desk, ticket }) {
  const { keepUnread, attempt } = desk.ticket;
  const { act } = desk.undo;
  const isChat = ticket.channel === "webchat";
  const key = isChat ? null : "e"; // A chat that is over stays over: no key does that.
  return html`
    <div class="actions" role="group" aria-label="Actions">
      ${ticket.status === "closed"
        ? html`<button disabled=${isChat} aria-keyshortcuts=${key} onClick=${() => act("reopen")}>Reopen</button>`
        : html`<button aria-keyshortcuts=${key} onClick=${() => act("close")}>Close</button>`}
      ${ticket.status === "snoozed" && html`<button onClick=${() => act("reopen")}>Wake now</button>`}
      ${ticket.status === "open" && html`<${Snooze} act=${act} />`}
      ${ticket.is_spam
        ? html`<button aria-keyshortcuts="!" onClick=${() => act("not_spam")}>Not spam</button>`
        : html`<button aria-keyshortcuts="!" onClick=${() => act("spam")}>Spam</button>`}
      <button onClick=${keepUnread}>Mark unread</button>
      <${Blocking} ticket=${ticket} attempt=${attempt} />
    </div>
  `;
}

// It is a list of what to do, so it goes back to its first line.
function Snooze({ act }) {
  const settled = useSettled("", (preset) => preset && act("snooze", { preset }));
  return html`<select aria-label="Snooze" aria-keyshortcuts="s" ...${settled}><${Options} of=${PRESETS} /></select>`;
}

// Only an address can be blocked: of a visitor who left none there is nothing to know again.
function Blocking({ ticket, attempt }) {
  const kind = BY_PHONE.includes(ticket.channel) ? "phone" : "email";
  const address = ticket.customer[kind];
  if (!address) return null;
  return ticket.reply.code === "blocked"
    ? html`<button onClick=${() => attempt(() => unblock(address))}>Unblock sender</button>`
    : html`<button onClick=${() => attempt(() => api.post("v1/blocks", { kind, value: address }))}>Block sender</button>`;
}

// Also a block of the whole domain: whoever is to be heard must not be stopped by another one.
async function unblock(address) {
  const { data } = await api.get("v1/blocks", { address });
  for (const { id } of data) await api.remove(`v1/blocks/${encodeURIComponent(id)}`);
}
