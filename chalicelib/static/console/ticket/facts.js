// What is known of the ticket and of its customer, line by line.

import { html, useEffect, useSignal } from "../shared/html.js";
import { Ago, exact } from "../shared/moments.js";
import { channelName, customerName } from "../shared/words.js";
import * as api from "../state/api.js";
import { asksConsent, consentRows } from "./consent.js";

export function Facts({ ticket }) {
  const { customer, channel } = ticket;
  const tickets = useSignal("…");
  const consents = useSignal([]);
  useEffect(() => {
    const look = async () => {
      const path = `v1/customers/${encodeURIComponent(customer.id)}`;
      try {
        const known = await api.get(path);
        tickets.value = String(known.tickets_count);
        if (!asksConsent(channel)) return;
        const { data } = await api.get(`${path}/keyword_texts`, { limit: 3 });
        consents.value = consentRows(channel, known.consents, data);
      } catch {
        if (tickets.value === "…") tickets.value = "unknown";
      }
    };
    look();
  }, []);
  const all = [...rows(ticket), ["Tickets", tickets.value], ...consents.value];
  return html`
    <dl>
      ${all.filter(Boolean).map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}
    </dl>
  `;
}

function rows({ number, status, snoozed_until: until, created_at: createdAt, team, channel, customer, linked_ticket_id: linked }) {
  const words = { open: "Open", closed: "Closed", snoozed: `Snoozed until ${exact(until || 0)}` };
  const name = customerName(customer);
  return [
    ["Number", `#${number}`],
    ["Status", words[status]],
    ["Created", html`<${Ago} at=${createdAt} />`],
    linked && ["Goes on from", html`<a href=${`#/all/any/${linked}`}>An earlier ticket</a>`],
    team && ["Team", team.name || "A team that is gone"],
    ["Channel", channelName(channel)],
    ["Customer", name],
    customer.email && customer.email !== name && ["Email", customer.email],
    customer.phone && customer.phone !== name && ["Phone", customer.phone],
  ];
}
