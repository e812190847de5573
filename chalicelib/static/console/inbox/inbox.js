// The list of tickets beside the one that is open.

import { html } from "../shared/html.js";
import { place } from "../state/route.js";
import { TicketPage } from "../ticket/ticket.js";
import { TicketList } from "./list.js";

export function Inbox({ desk }) {
  return html`
    <div class=${`body panes${place.value.ticket ? " with-ticket" : ""}`}>
      <${TicketList} desk=${desk} />
      <${TicketPage} desk=${desk} />
    </div>
  `;
}
