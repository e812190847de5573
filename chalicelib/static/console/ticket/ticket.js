// One ticket: its thread, what is known of it, and the composer.

import { catchUp } from "../keyboard/keys.js";
import { html, useEffect, useLayoutEffect, useRef } from "../shared/html.js";
import { Exactly } from "../shared/moments.js";
import { drop } from "../shared/type_ahead.js";
import { customerName } from "../shared/words.js";
import { go, place } from "../state/route.js";
import { Actions } from "./actions.js";
import { Composer } from "./composer.js";
import { Overview } from "./overview.js";
import { Thread } from "./thread.js";

export function TicketPage({ desk }) {
  const { ticket } = desk.ticket;
  const writing = desk.writing.value;
  return html`
    <main class="ticket" tabindex="-1" aria-label="Ticket">
      ${writing ? html`<${Conversation} key=${writing.id} desk=${desk} writing=${writing} />` : html`<${Nothing} />`}
      ${ticket.value && html`<${Overview} key=${ticket.value.id} desk=${desk} />`}
    </main>
  `;
}

function Nothing() {
  return html`
    <div class="centre muted">
      <p>Choose a ticket to read it.</p>
      <p><kbd>j</kbd> opens the next one, <kbd>?</kbd> shows all keys.</p>
    </div>
  `;
}

function Conversation({ desk, writing }) {
  const { ticket, trouble } = desk.ticket;
  const now = ticket.value;
  useEffect(() => {
    if (now) desk.returned.handTo(writing, now.id);
  }, [desk.returned.returned.value, now?.id]);
  useLayoutEffect(() => drop, []);
  useLayoutEffect(() => {
    if (now) catchUp(desk);
  }, [now?.id]);
  useLayoutEffect(() => {
    if (trouble.value && !now) drop();
  }, [trouble.value]);
  const typed = ({ target }) => {
    if (writing.kind.value === "reply" && target.matches("textarea")) desk.here.type();
  };
  return html`
    <div class="conversation" onInput=${typed}>
      <${Head} desk=${desk} ticket=${now} isMissing=${trouble.value !== ""} />
      ${trouble.value && html`<${Trouble} words=${trouble.value} isMissing=${!now} />`}
      <${Thread} desk=${desk} writing=${writing} />
      ${now && html`<${Composer} desk=${desk} ticket=${now} writing=${writing} />`}
    </div>
  `;
}

// The reader's place moves to the heading once, when the ticket is there.
function Head({ desk, ticket, isMissing }) {
  const heading = useRef();
  const isThere = ticket !== null;
  useLayoutEffect(() => {
    if (isThere) heading.current.focus({ preventScroll: true });
  }, [isThere]);
  return html`
    <div class="ticket-head">
      <button class="quiet back" onClick=${() => go(place.value, null)}>← Back to the list</button>
      <h2 tabindex="-1" dir="auto" ref=${heading}>${ticket ? subject(ticket) : isMissing ? "Ticket" : "Loading…"}</h2>
      <${Here} around=${desk.here.around()} customer=${ticket?.customer} />
      ${ticket && html`<${Actions} desk=${desk} ticket=${ticket} />`}
      ${ticket?.is_test && html`<p class="muted attribution">Sandbox: a test, which no report counts.</p>`}
      ${ticket?.attribution && html`<${Attribution} source=${ticket.attribution} />`}
    </div>
  `;
}

function Here({ around, customer }) {
  const { agents, customer: guest } = around;
  const doing = [
    guest.is_typing && `${customerName(customer)} is typing…`,
    ...agents.map((agent) => `${agent.name || "An agent"} is ${agent.is_typing ? "typing…" : "reading"}`),
  ];
  const words = doing.filter(Boolean).join(" · ");
  return html`<p class="here" role="status" title=${words}>${words}</p>`;
}

const subject = (ticket) => ticket.subject || `Conversation with ${customerName(ticket.customer)}`;

function Attribution({ source }) {
  return html`
    <p class="muted attribution">
      ${`Answers the ${source.kind} “${source.name}” of `}<${Exactly} at=${source.sent_at} />
    </p>
  `;
}

function Trouble({ words, isMissing }) {
  const { view, status } = place.value;
  return html`
    <p class="trouble" role="alert">
      ${words} ${isMissing && html`<a href=${`#/${view}/${status}`}>Back to the list</a>`}
    </p>
  `;
}
