// The DNS records of the shop's own sender: what to publish, and what DNS and the mail service say of each.

import { Copy } from "../shared/copy.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";

const PURPOSES = {
  dkim: "Signs your mail",
  bounces: "Takes what comes back",
  spf: "Allows the mail service to send",
  dmarc: "Tells receivers what to do with forged mail",
};
const SEEN = { found: "Stands in DNS", missing: "Not found yet", wrong: "Wrong in DNS", unknown: "Not looked up" };
const SERVICE = { pending: "Amazon SES waits for it", success: "Amazon SES has it", failed: "Amazon SES gave up" };
const KINDS = { found: "good", wrong: "bad" };

// Without an own domain that the mail service knows there is nothing to publish.
export function Records({ facts: { records } }) {
  if (!records) return null;
  return html`<${Loaded} path="v1/setup/sender">${(sender, load) => html`<${List} sender=${sender} load=${load} />`}<//>`;
}

function List({ sender, load }) {
  return html`
    ${sender.records.map((record) => html`<${Record} key=${`${record.name} ${record.type}`} record=${record} />`)}
    ${sender.records.length > 0 && html`<p><button type="button" onClick=${load}>Look at the records again</button></p>`}
  `;
}

function Record({ record: { purpose, type, name, value, service, seen, detail } }) {
  const said = [SEEN[seen], SERVICE[service]].filter(Boolean).join(" · ");
  return html`
    <dl class="record">
      <dt>${PURPOSES[purpose]}: ${type} record</dt>
      <dd><${Copy} name="the name" text=${name} /></dd>
      <dt>${type === "CNAME" ? "points to" : "says"}</dt>
      <dd><${Copy} name="the value" text=${value} /></dd>
      <dt class=${KINDS[seen] || "muted"}>${said}</dt>
      ${detail && html`<dd>${detail}</dd>`}
    </dl>
  `;
}
