// The conversation: the customer on the left, the team on the right, small lines for what happened.

import { Hidden } from "../shared/fields.js";
import { html, useEffect, useLayoutEffect, useRef, useSignal } from "../shared/html.js";
import { Ago, day } from "../shared/moments.js";
import { Entry } from "./entry.js";
import { happening } from "./happening.js";
import { Outgoing } from "./outgoing.js";

const NEAR = 80;
const SOON = 300000;

export function Thread({ desk, writing }) {
  const { ticket, entries, cursor, trouble } = desk.ticket;
  const element = useRef();
  const { outbox } = desk;
  const outgoing = outbox.of(desk.ticket.id.value).filter((item) => !outbox.hasArrived(item, entries.value));
  useSteadyScroll(element, entries.value);
  useEnd(element);
  return html`
    <div class="thread" tabindex="0" role="region" aria-label="Messages" ref=${element}>
      ${cursor.value && html`<${Older} load=${desk.ticket.older} />`}
      <div role="log" aria-label="Conversation" aria-live="polite">
        <ol>
          ${ticket.value ? rows(desk) : !trouble.value && html`<${Waiting} />`}
          ${ticket.value &&
          outgoing.map((item) => html`<${Outgoing} key=${item.id} item=${item} desk=${desk} edit=${writing.edit} />`)}
        </ol>
      </div>
    </div>
  `;
}

// Whoever reads the end stays there; whoever reads above keeps the line that was before their eyes.
function useSteadyScroll(element, entries) {
  const before = useRef({});
  const now = element.current;
  const wasHigh = now?.scrollHeight ?? 0;
  const isAtEnd = !now || wasHigh - now.scrollTop - now.clientHeight < NEAR;
  const first = entries[0]?.id;
  const last = entries.at(-1)?.id;
  useLayoutEffect(() => {
    const { current } = element;
    if (isAtEnd || !before.current.last) current.scrollTop = current.scrollHeight;
    else if (first !== before.current.first) current.scrollTop += current.scrollHeight - wasHigh;
    before.current = { first, last };
  });
}

// Pictures come after their names, and files to send take room from below: the end stays in sight.
function useEnd(element) {
  useEffect(() => {
    const { current } = element;
    let height = 0;
    let isAtEnd = true;
    const moved = () => {
      if (current.scrollHeight === height) isAtEnd = height - current.scrollTop - current.clientHeight < NEAR;
    };
    const watch = new ResizeObserver(() => {
      height = current.scrollHeight;
      if (isAtEnd) current.scrollTop = height;
    });
    for (const each of [current, current.querySelector("ol")]) watch.observe(each);
    current.addEventListener("scroll", moved);
    return () => watch.disconnect();
  }, []);
}

function Older({ load }) {
  const isLoading = useSignal(false);
  const trouble = useSignal("");
  const click = async () => {
    isLoading.value = true;
    trouble.value = "";
    try {
      await load();
    } catch (problem) {
      trouble.value = problem.message;
    } finally {
      isLoading.value = false;
    }
  };
  return html`
    <button class="quiet" disabled=${isLoading.value} onClick=${click}>Show older messages</button>
    <p class="trouble" role="alert" hidden=${!trouble.value}>${trouble}</p>
  `;
}

function rows({ ticket }) {
  const { customer } = ticket.ticket.value;
  let today = "";
  return ticket.entries.value.flatMap((entry, index, all) => {
    const isNew = day(entry.created_at) !== today;
    today = day(entry.created_at);
    const row =
      entry.kind === "event"
        ? html`<${Happening} key=${entry.id} entry=${entry} customer=${customer} />`
        : html`<${Entry} key=${entry.id} entry=${entry} customer=${customer} retry=${ticket.retry} isMore=${!isNew && isMore(all[index - 1], entry)} />`;
    return isNew ? [html`<li class="day" key=${today}>${today}</li>`, row] : [row];
  });
}

// Whoever goes on writing is named once, with one time.
function isMore(before, entry) {
  const isSame = before.kind === entry.kind && before.author.id === entry.author.id && before.direction === entry.direction;
  return isSame && Date.parse(entry.created_at) - Date.parse(before.created_at) < SOON;
}

function Waiting() {
  return html`
    <li class="skeleton">
      <${Hidden}>Loading…<//>
      <div aria-hidden="true"><span /><span /><span /></div>
    </li>
  `;
}

function Happening({ entry, customer }) {
  return html`
    <li class="event muted">${`${happening(entry, customer)} · `}<${Ago} at=${entry.created_at} /></li>
  `;
}
