// An order is cancelled whole: why, and whether its articles can be sold again.

import { Check, Choice } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { ActDialog } from "./act_dialog.js";

const REASONS = [
  ["customer", "The customer changed their mind"],
  ["inventory", "Articles are not in stock"],
  ["fraud", "The order looks fraudulent"],
  ["declined", "The payment was declined"],
  ["staff", "We made a mistake"],
  ["other", "Something else"],
];

export function CancelDialog({ order, path, acting, onClose }) {
  const cancel = ({ elements: { reason, restock } }) =>
    acting.act(
      "POST",
      `${path}/cancel`,
      { reason: reason.value, is_restocked: restock.checked },
      `Order ${order.name} was cancelled. The shop mails the customer that it is.`,
    );
  return html`
    <${ActDialog} title=${`Cancel order ${order.name}?`} words="Cancel the order" acting=${acting} act=${cancel} onClose=${onClose}>
      <p>The shop cancels the whole order and mails the customer. This cannot be taken back. What was paid is refunded in the shop, not here.</p>
      <${Choice} label="Why" name="reason" options=${REASONS} chosen="customer" />
      <${Check} label="Put the articles back in stock" name="restock" defaultChecked />
    <//>
  `;
}
