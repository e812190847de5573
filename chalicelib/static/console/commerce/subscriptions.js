// What comes to the customer again and again: when next, and what an agent can change about it.

import { money } from "../customer/figures.js";
import { Away, Unproved } from "../customer/known.js";
import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { exact } from "../shared/moments.js";
import { useActing } from "./acting.js";
import { dayOf, every } from "./days.js";
import { Menu, Said } from "./menu.js";
import { DateDialog, EndDialog, QuantityDialog, SkipDialog } from "./subscription_dialogs.js";

const DIALOGS = { skip: SkipDialog, date: DateDialog, quantity: QuantityDialog, end: EndDialog };
const STATES = { active: "", cancelled: "Cancelled", expired: "Expired" };

// Where none are connected there is nothing to say: most shops have none.
export function Subscriptions({ ticketId }) {
  const path = `v1/tickets/${encodeURIComponent(ticketId)}/subscriptions`;
  return html`
    <${Loaded} path=${path}>
      ${(known, reload) =>
        known?.state !== "not_connected" &&
        html`
          <section aria-label="Subscriptions">
            <h3>Subscriptions</h3>
            <${Found} known=${known || { state: "unavailable" }} reload=${reload} ticketId=${ticketId} />
          </section>
        `}
    <//>
  `;
}

function Found({ known: { data, state }, reload, ticketId }) {
  const seen = useRef([]); // What was shown stays, and with it what can be taken back.
  if (state === "live") seen.current = data;
  if (state === "unproved") return html`<${Unproved} what="Subscriptions" />`;
  if (state === "live" && !data.length) return html`<p class="muted">This customer has no subscriptions.</p>`;
  const away = "Subscription data unavailable: the service does not answer.";
  return html`
    ${state === "unavailable" && html`<${Away} of="subscriptions" words=${away} reload=${reload} />`}
    <ul class="orders">
      ${seen.current.map((one) => html`<li key=${one.id}><${Subscription} one=${one} ticketId=${ticketId} changed=${reload} /></li>`)}
    </ul>
  `;
}

function Subscription({ one, ticketId, changed }) {
  const acting = useActing(ticketId, changed);
  const shown = useSignal(null);
  const show = (name) => () => (shown.value = name);
  const path = `v1/tickets/${encodeURIComponent(ticketId)}/subscriptions/${encodeURIComponent(one.id)}`;
  const Shown = DIALOGS[shown.value];
  const name = [one.title, one.variant].filter(Boolean).join(", ");
  return html`
    <article class="order" aria-label=${`Subscription ${name}`}>
      <div class="top">
        <strong>${`${one.quantity} × `}<bdi>${name}</bdi></strong>
        <span>${money(one.price, { currency: one.currency, exponent: one.minor_digits })}</span>
        <${Menu} of=${name} acts=${[
          ["Skip the next one", one.skip, show("skip")],
          ["Change the date", one.edit, show("date")],
          ["Change the quantity", one.edit, show("quantity")],
          ["Cancel subscription", one.cancel, show("end")],
        ]} />
      </div>
      <p class="muted">
        ${[STATES[one.status] ?? one.status, every(one.interval), one.next_charge_on && `next on ${dayOf(one)}`].filter(Boolean).join(" · ")}
      </p>
      <${Said} acting=${acting} isElsewhere=${Boolean(Shown)} />
      ${one.undo && html`<${Undo} key=${one.undo.id} of=${one.undo} ticketId=${ticketId} act=${acting.act} />`}
      ${Shown && html`<${Shown} one=${one} name=${name} path=${path} acting=${acting} onClose=${show(null)} />`}
    </article>
  `;
}

// Offered as long as it can be taken back.
function Undo({ of: { id, until }, ticketId, act }) {
  const isOver = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (isOver.value = true), Math.max(0, new Date(until) - Date.now()));
    return () => clearTimeout(timer);
  }, [id]);
  const path = `v1/tickets/${encodeURIComponent(ticketId)}/actions/${encodeURIComponent(id)}/undo`;
  if (isOver.value) return null;
  return html`
    <p class="actions">
      <button type="button" onClick=${() => act("POST", path, {}, "Taken back.")}>Undo</button>
      <span class="muted">until ${exact(until)}</span>
    </p>
  `;
}
