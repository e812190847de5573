// What an agent does with an order without leaving the ticket.

import { html, useSignal } from "../shared/html.js";
import { useActing } from "./acting.js";
import { AddressDialog } from "./address_dialog.js";
import { CancelDialog } from "./cancel_dialog.js";
import { LinesDialog } from "./lines_dialog.js";
import { Menu, Said } from "./menu.js";

const DIALOGS = { lines: LinesDialog, address: AddressDialog, cancel: CancelDialog };

// `changed` asks for the orders again.
export function OrderActs({ ticketId, order, changed }) {
  const acting = useActing(ticketId, changed);
  const shown = useSignal(null);
  const show = (name) => () => (shown.value = name);
  const path = `v1/tickets/${encodeURIComponent(ticketId)}/orders/${encodeURIComponent(order.id)}`;
  const Shown = DIALOGS[shown.value];
  return html`
    <${Menu}
      of=${`order ${order.name}`}
      acts=${[
        ["Edit quantities", order.edit, show("lines")],
        ["Edit shipping address", order.address, show("address")],
        ["Cancel order", order.cancel, show("cancel")],
      ]}
    />
    <${Said} acting=${acting} isElsewhere=${Boolean(Shown)} />
    ${Shown && html`<${Shown} order=${order} path=${path} acting=${acting} onClose=${show(null)} />`}
  `;
}
