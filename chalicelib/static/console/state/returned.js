// An answer that was taken back while it was held: what it said is written on where it was written.

import { signal } from "../../vendor/signals.js";
import * as api from "./api.js";
import { go, place } from "./route.js";

export function openReturned(ticket) {
  const returned = signal(null);

  // `entry` is what an item of the outbox has become. Its files come back under other names.
  async function takeBack(item, entry) {
    const path = `${ticket.path("messages", item.ticket_id)}/${encodeURIComponent(entry.id)}/withdraw`;
    const { entry: line, attachment_ids: ids } = await api.post(path);
    returned.value = { ...item, files: ids.map((id, at) => ({ ...item.files[at], id })) };
    if (item.ticket_id === ticket.id.value) ticket.add(line);
    else go(place.value.view ? place.value : { view: "all", status: "open" }, item.ticket_id);
    ticket.sent();
  }

  function handTo(writing, ticketId) {
    const item = returned.value;
    if (item?.ticket_id !== ticketId) return;
    returned.value = null;
    writing.edit(item);
  }

  return { returned, takeBack, handTo };
}
