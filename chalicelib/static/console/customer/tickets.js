// What the customer wrote before: a list that leads to each, by status and either way round.

import { batch } from "../../vendor/signals.js";
import { Disclosure } from "../shared/disclosure.js";
import { Choice } from "../shared/fields.js";
import { html, useEffect, useSignal } from "../shared/html.js";
import { Icon } from "../shared/icon.js";
import { Ago } from "../shared/moments.js";
import { useSettled } from "../shared/settled.js";
import { channelName } from "../shared/words.js";
import * as api from "../state/api.js";

const PAGE = 20;
const STATUSES = [
  ["", "All"],
  ["open", "Open"],
  ["snoozed", "Snoozed"],
  ["closed", "Closed"],
];
const ORDERS = [
  ["-updated_at", "Newest"],
  ["updated_at", "Oldest"],
];

export function Tickets({ path, ticketId }) {
  return html`
    <${Disclosure} words="All tickets of this customer"><${List} path=${`${path}/tickets`} ticketId=${ticketId} /><//>
  `;
}

function List({ path, ticketId }) {
  const { tickets, cursor, said, wanted, want, more } = useTickets(path);
  const status = useSettled(wanted.value.status, (chosen) => want({ status: chosen }));
  const sort = useSettled(wanted.value.sort, (chosen) => want({ sort: chosen }));
  return html`
    <div class="narrowed">
      <${Choice} label="Status" options=${STATUSES} ...${status} />
      <${Choice} label="Sort" options=${ORDERS} ...${sort} />
    </div>
    <p role="status" class="muted" hidden=${!said.value}>${said}</p>
    <ul class="rows">
      ${tickets.value.map((ticket) => html`<${Row} key=${ticket.id} ticket=${ticket} isShown=${ticket.id === ticketId} />`)}
    </ul>
    ${cursor.value && html`<button type="button" onClick=${more}>Show more</button>`}
  `;
}

function useTickets(path) {
  const tickets = useSignal([]);
  const cursor = useSignal(null);
  const said = useSignal("");
  const wanted = useSignal({ status: "", sort: ORDERS[0][0] });

  // Of several that were chosen quickly the last one is shown, whichever answer comes last.
  async function read(from) {
    const asked = wanted.value;
    if (!from) said.value = "Loading…";
    try {
      const page = await api.get(path, { ...asked, limit: PAGE, cursor: from });
      if (asked === wanted.value) show(page, from);
    } catch (problem) {
      if (asked === wanted.value) said.value = problem.message;
    }
  }

  function show(page, from) {
    batch(() => {
      tickets.value = from ? [...tickets.value, ...page.data] : page.data;
      cursor.value = page.next_cursor;
      const none = cursor.value ? "None among the first ones." : "There are no such tickets.";
      said.value = tickets.value.length ? "" : none;
    });
  }

  useEffect(() => {
    read();
  }, [path]);
  const want = (change) => {
    wanted.value = { ...wanted.value, ...change };
    read();
  };
  return { tickets, cursor, said, wanted, want, more: () => read(cursor.value) };
}

function Row({ ticket, isShown }) {
  const { id, channel, number, subject, preview, status, assignee, tags, updated_at: at } = ticket;
  return html`
    <li>
      <a href=${`#/all/any/${id}`} aria-current=${isShown ? "true" : null}>
        <span title=${channelName(channel)}><${Icon} of=${channel} /></span>
        <span class="words"><bdi>${subject || preview || "No words yet"}</bdi></span>
        <span class="muted">#${number} · ${status} · ${assignee?.name || "Unassigned"} · <${Ago} at=${at} /></span>
        ${tags.length > 0 && html`<span class="muted">${tags.map(({ name }) => name).join(", ")}</span>`}
      </a>
    </li>
  `;
}
