// What the customer wrote before: a list that leads to each.

import { Disclosure } from "../shared/disclosure.js";
import { html } from "../shared/html.js";
import { Icon } from "../shared/icon.js";
import { Loaded } from "../shared/loaded.js";
import { Ago } from "../shared/moments.js";
import { channelName } from "../shared/words.js";

export function Tickets({ path, ticketId }) {
  return html`
    <${Disclosure} words="All tickets of this customer">
      <${Loaded} path=${`${path}/tickets`}>
        ${({ data }) => html`
          <ul class="rows">${data.map((ticket) => html`<${Row} key=${ticket.id} ticket=${ticket} isShown=${ticket.id === ticketId} />`)}</ul>
        `}
      <//>
    <//>
  `;
}

function Row({ ticket, isShown }) {
  const { id, channel, number, subject, preview, status, assignee, updated_at: at } = ticket;
  return html`
    <li>
      <a href=${`#/all/any/${id}`} aria-current=${isShown ? "true" : null}>
        <span title=${channelName(channel)}><${Icon} of=${channel} /></span>
        <span class="words"><bdi>${subject || preview || "No words yet"}</bdi></span>
        <span class="muted">#${number} · ${status} · ${assignee?.name || "Unassigned"} · <${Ago} at=${at} /></span>
      </a>
    </li>
  `;
}
