// One ticket in the list: who, what, since when, and who has it.

import { Hidden } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Icon } from "../shared/icon.js";
import { Ago } from "../shared/moments.js";
import { channelName, customerName } from "../shared/words.js";
import { place } from "../state/route.js";

const TAGS = 3;

export function Item({ desk, ticket }) {
  const { view, status, ticket: open } = place.value;
  return html`
    <li class=${ticket.is_unread ? "unread" : null}>
      <${Pick} tickets=${desk.tickets} ticket=${ticket} />
      <a href=${`#/${view}/${status}/${ticket.id}`} aria-current=${ticket.id === open ? "true" : null}>
        <${First} ticket=${ticket} />
        <span class="subject" title=${ticket.subject}><bdi>${ticket.subject || ticket.preview || "No words yet"}</bdi></span>
        ${ticket.subject && html`<span class="preview muted"><bdi>${ticket.preview}</bdi></span>`}
        <${Facts} ticket=${ticket} me=${desk.me} hasHolder=${view !== "mine"} />
      </a>
    </li>
  `;
}

function Pick({ tickets, ticket }) {
  const label = `Select ${customerName(ticket.customer)}: ${ticket.subject || ticket.preview || "no words yet"}`;
  return html`
    <label class="pick">
      <input
        type="checkbox"
        aria-label=${label}
        checked=${tickets.picked.value.includes(ticket.id)}
        onChange=${(event) => tickets.pick(ticket.id, event.currentTarget.checked)}
      />
    </label>
  `;
}

function First({ ticket }) {
  const name = customerName(ticket.customer);
  return html`
    <span class="first">
      ${ticket.is_unread && html`<span class="dot"><${Hidden}>${"Unread "}<//></span>`}
      <${Channel} of=${ticket.channel} />
      <strong title=${name}><bdi>${name}</bdi></strong>
      <span class="muted"><${Ago} at=${ticket.updated_at} /></span>
    </span>
  `;
}

// A picture of the channel, and its name for who cannot see it or points at it.
function Channel({ of }) {
  return html`
    <span class="channel muted" title=${channelName(of)}>
      <${Icon} of=${of} />
      <${Hidden}>${` ${channelName(of)} `}<//>
    </span>
  `;
}

function Facts({ ticket, me, hasHolder }) {
  const { assignee } = ticket;
  const holder = assignee ? (assignee.id === me.id ? "You" : assignee.name || "Assigned") : "Unassigned";
  return html`
    <span class="facts muted">
      <span>#${ticket.number}</span>
      ${ticket.is_test && html`<span class="chip">Sandbox</span>`}
      ${ticket.status !== "open" && html`<span class="chip">${ticket.status}</span>`}
      ${ticket.tags.slice(0, TAGS).map(
        ({ name }) => html`<span key=${name} class="chip" title=${name}><span><bdi>${name}</bdi></span></span>`,
      )}
      ${hasHolder && html`<span class="holder" title=${holder}>${holder}</span>`}
    </span>
  `;
}
