// Where an order goes, as long as nothing of it has left.

import { Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { ActDialog } from "./act_dialog.js";

const FIELDS = [
  ["name", "Name", { required: true, autocomplete: "off", maxlength: 200 }],
  ["address1", "Street and number", { required: true, autocomplete: "off", maxlength: 200 }],
  ["address2", "Flat, floor, company", { autocomplete: "off", maxlength: 200 }],
  ["postcode", "Postcode", { autocomplete: "off", maxlength: 20 }],
  ["city", "City", { required: true, autocomplete: "off", maxlength: 100 }],
  ["region", "State or province", { autocomplete: "off", maxlength: 100 }],
  ["country", "Country, two letters", { required: true, autocomplete: "off", pattern: "[A-Za-z]{2}", maxlength: 2, placeholder: "DE" }],
  ["phone", "Phone", { type: "tel", autocomplete: "off", maxlength: 30 }],
];

export function AddressDialog({ order, path, acting, onClose }) {
  const save = ({ elements }) => {
    const given = Object.fromEntries(FIELDS.map(([name]) => [name, elements[name].value.trim()]));
    const body = { ...given, country: given.country.toUpperCase(), updated_at: order.updated_at };
    return acting.act("PUT", `${path}/shipping_address`, body, `Order ${order.name} goes to the new address.`);
  };
  return html`
    <${ActDialog} title=${`Where order ${order.name} goes`} words="Save" acting=${acting} act=${save} onClose=${onClose}>
      ${FIELDS.map(
        ([name, label, given]) => html`
          <${Input} key=${name} label=${label} name=${name} at=${`/${name}`} dir="auto" defaultValue=${order.shipping_address?.[name] || ""} ...${given} />
        `,
      )}
    <//>
  `;
}
