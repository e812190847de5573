// How many of each article an order holds: what has not left yet can be more, less, or none.

import { html, useSignal } from "../shared/html.js";
import { ActDialog } from "./act_dialog.js";

const MOST = 9999;

export function LinesDialog({ order, path, acting, onClose }) {
  const wanted = useSignal({}); // Of the lines that were touched alone: the order may change meanwhile.
  const of = ({ id, quantity }) => wanted.value[id] ?? quantity;
  const changed = order.lines.filter((line) => of(line) !== line.quantity);
  const isEmpty = order.lines.every((line) => of(line) === 0);
  const set = (id, quantity) => (wanted.value = { ...wanted.value, [id]: quantity });
  const save = () =>
    acting.act(
      "PUT",
      `${path}/lines`,
      { lines: changed.map((line) => ({ id: line.id, quantity: of(line) })), updated_at: order.updated_at },
      `Order ${order.name} was updated. The shop mails the customer what it comes to now.`,
    );
  return html`
    <${ActDialog} title=${`Edit order ${order.name}`} words="Save" acting=${acting} act=${save}
      canSend=${changed.length > 0 && !isEmpty} onClose=${onClose}>
      <ul class="quantities">
        ${order.lines.map(
          (line) => html`<${Line} key=${line.id} line=${line} quantity=${of(line)} set=${(to) => set(line.id, to)} />`,
        )}
      </ul>
      ${isEmpty && html`<p class="trouble" role="status">Nothing would be left: cancel the order instead.</p>`}
      <p class="muted">The shop mails the customer the updated order.</p>
    <//>
  `;
}

function Line({ line, quantity, set }) {
  const { title, variant, fulfillable } = line;
  const least = line.quantity - fulfillable;
  const name = [title, variant].filter(Boolean).join(", ");
  const to = (wanted) => set(Math.min(MOST, Math.max(least, Math.round(wanted) || 0)));
  return html`
    <li class=${quantity === 0 ? "gone" : ""}>
      <bdi>${name}</bdi>
      ${fulfillable === 0
        ? html`<span class="muted">${line.quantity} sent already</span>`
        : html`
            <span class="stepper">
              <button type="button" aria-label=${`One ${name} less`} disabled=${quantity <= least} onClick=${() => to(quantity - 1)}>−</button>
              <input type="number" inputmode="numeric" aria-label=${`How many ${name}`} min=${least} max=${MOST} step="1"
                value=${quantity} onChange=${(event) => to(event.currentTarget.valueAsNumber)} />
              <button type="button" aria-label=${`One ${name} more`} disabled=${quantity >= MOST} onClick=${() => to(quantity + 1)}>+</button>
              ${quantity === least
                ? html`<button type="button" class="quiet" aria-label=${`Keep ${name}`} onClick=${() => to(line.quantity)}>Keep</button>`
                : html`<button type="button" class="quiet" aria-label=${`Remove ${name}`} onClick=${() => to(least)}>Remove</button>`}
            </span>
          `}
    </li>
  `;
}
