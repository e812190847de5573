// The tickets behind a figure, in a sheet at the side.

import { signal } from "../../vendor/signals.js";
import { Dialog } from "../shared/dialog.js";
import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import { Icon } from "../shared/icon.js";
import { channelName } from "../shared/words.js";
import * as api from "../state/api.js";
import { path } from "./asked.js";
import { days, duration, isTime, longDay, nameOf } from "./numbers.js";

const opened = signal(null);

// `query` says which tickets; `children` is the figure in words. What took no time has tickets all the same.
export function Behind({ query, of = "", value, children }) {
  const isNone = value === null || value === undefined || (value === 0 && !isTime(query.metric));
  if (isNone) return html`<bdi>${children}</bdi>`;
  const open = () => (opened.value = { query, of });
  return html`
    <button type="button" class="quiet behind" aria-haspopup="dialog" onClick=${open}
      aria-label=${`${[nameOf(query.metric), of].filter(Boolean).join(", ")}: ${children}. Show the tickets`}><bdi>${children}</bdi></button>
  `;
}

export function Sheet() {
  if (!opened.value) return null;
  return html`<${Tickets} ...${opened.value} />`;
}

const close = () => (opened.value = null);

function Tickets({ query, of }) {
  const { tickets, cursor, said, read } = useTickets(query);
  const name = [nameOf(query.metric), of].filter(Boolean).join(", ");
  return html`
    <${Dialog} label=${name} onClose=${close}>
      <div class="aside">
        <h2>${name}</h2>
        <p class="muted">${[query.metric === "backlog" ? `When ${longDay(query.to)} ended` : days(query.from, query.to), query.channel && channelName(query.channel)].filter(Boolean).join(" · ")}</p>
        <p role="status" class="muted" hidden=${!said.value}>${said}</p>
        <ul>
          ${tickets.value.map((each) => html`<${Ticket} key=${`${each.ticket_id} ${each.day}`} each=${each} metric=${query.metric} />`)}
        </ul>
        ${cursor.value && html`<button type="button" onClick=${() => read(cursor.value)}>Show more</button>`}
        <form method="dialog"><button>Close</button></form>
      </div>
    <//>
  `;
}

function Ticket({ each, metric }) {
  const { ticket_id: id, number, subject, channel, day, count, seconds, office_seconds: office } = each;
  const took = `${duration(seconds)}${count > 1 ? " in all" : ""}, ${duration(office)} of it in office hours`;
  const when = metric === "backlog" ? `not closed since ${longDay(day)}` : longDay(day);
  const facts = [number && `#${number}`, when, count > 1 && `${count} times`, isTime(metric) && took];
  const words = html`
    <span title=${channelName(channel)}><${Icon} of=${channel} /></span>
    <span class="words"><bdi>${number ? subject || "No subject" : "A ticket that is gone"}</bdi></span>
    <span class="muted" dir="auto">${facts.filter(Boolean).join(" · ")}</span>
  `;
  return html`<li>${number ? html`<a href=${`#/all/any/${id}`} onClick=${close}>${words}</a>` : html`<div>${words}</div>`}</li>`;
}

function useTickets(query) {
  const tickets = useSignal([]);
  const cursor = useSignal(null);
  const said = useSignal("Loading…");
  const isReading = useRef(false);
  async function read(from) {
    if (isReading.current) return;
    isReading.current = true;
    said.value = "Loading…";
    try {
      let page;
      // A page may have none and still not be the last.
      do page = await api.get(path("tickets", { ...query, cursor: page ? page.next_cursor : from }));
      while (!page.data.length && page.next_cursor);
      tickets.value = [...tickets.value, ...page.data];
      cursor.value = page.next_cursor;
      said.value = tickets.value.length ? "" : "No tickets are behind this figure any more.";
    } catch (problem) {
      said.value = problem.message;
    }
    isReading.current = false;
  }
  useEffect(() => {
    read();
  }, []);
  return { tickets, cursor, said, read };
}
