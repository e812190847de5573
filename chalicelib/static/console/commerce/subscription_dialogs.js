// The questions before a subscription is skipped, moved, changed or ended.

import { Area, Choice, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { ActDialog } from "./act_dialog.js";
import { dayOf } from "./days.js";

const REASONS = [
  ["This was created by accident", "It was created by accident"],
  ["I already have more than I need", "They have more than they need"],
  ["I no longer use this product", "They no longer use it"],
  ["This is too expensive", "It is too expensive"],
  ["I want a different product", "They want something else"],
  ["Other reason", "Something else"],
];

export function SkipDialog({ name, one, path, acting, onClose }) {
  const act = () => acting.act("POST", `${path}/skip`, { next_charge_on: one.next_charge_on }, "The next one is skipped.");
  return html`
    <${ActDialog} title=${`Skip the next ${name}?`} words="Skip" acting=${acting} act=${act} onClose=${onClose}>
      <p>What would come on ${dayOf(one)} is left out, and the subscription goes on one cycle later.</p>
    <//>
  `;
}

export function DateDialog({ name, one, path, acting, onClose }) {
  const act = ({ elements: { date } }) => acting.act("PATCH", path, { next_charge_on: date.value }, "The next one comes on the new date.");
  return html`
    <${ActDialog} title=${`When the next ${name} comes`} words="Save" acting=${acting} act=${act} onClose=${onClose}>
      <${Input} label="Next one on" type="date" name="date" required min=${tomorrow()} defaultValue=${one.next_charge_on || ""} />
    <//>
  `;
}

export function QuantityDialog({ name, one, path, acting, onClose }) {
  const act = ({ elements: { quantity } }) => acting.act("PATCH", path, { quantity: quantity.valueAsNumber }, "The quantity is changed.");
  return html`
    <${ActDialog} title=${`How many ${name} come`} words="Save" acting=${acting} act=${act} onClose=${onClose}>
      <${Input} label="Quantity" type="number" inputmode="numeric" name="quantity" required min="1" max="1000" step="1" defaultValue=${one.quantity} />
    <//>
  `;
}

export function EndDialog({ name, path, acting, onClose }) {
  const act = ({ elements: { reason, comment } }) => {
    const said = comment.value.trim();
    return acting.act("POST", `${path}/cancel`, { reason: reason.value, ...(said && { comment: said }) }, "The subscription is cancelled.");
  };
  return html`
    <${ActDialog} title=${`Cancel the subscription of ${name}?`} words="Cancel it" acting=${acting} act=${act} onClose=${onClose}>
      <${Choice} label="Why" name="reason" options=${REASONS} />
      <${Area} label="In the customer's words" name="comment" rows="3" maxlength="1024" />
    <//>
  `;
}

const tomorrow = () => new Date(Date.now() + 86400000).toISOString().slice(0, 10);
