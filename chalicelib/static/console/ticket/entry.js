// A message or a note: by whom, what it says, what came with it, and how far it got.

import { html } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import { Text } from "../shared/text.js";
import { count, nameOf } from "../shared/words.js";
import { Files } from "./files.js";
import { FormattedMail } from "./mail.js";

const STATES = {
  queued: "Waiting to be sent",
  sending: "Sending…",
  sent: "Sent",
  delivered: "Delivered",
  read: "Read",
  failed: "Not delivered",
  unknown: "May not have arrived",
};
const SOURCES = { campaign: "Campaign", flow: "Flow" };
const FLAGS = {
  not_requester: "Not written by the customer of this ticket",
  unverified_sender: "The sender's address could not be verified",
  withdrawn: "The customer took this message back",
  virus: "This mail carries a virus; its files cannot be opened",
};
const CLAIMED = "Not signed in to the shop: name and address are only what was typed";

export function Entry({ entry, customer, retry, isMore }) {
  const isNote = entry.kind === "note";
  const name = authorName(entry, customer);
  const hasFiles = entry.attachments?.length > 0;
  return html`
    <li class=${`entry ${isNote ? "note" : entry.direction}${isMore ? " more" : ""}`}>
      <article aria-label=${`${isNote ? "Note" : "Message"} by ${name}`}>
        <${By} entry=${entry} name=${name} />
        ${warnings(entry, customer).map((words) => html`<p class="warning" key=${words}>${words}</p>`)}
        ${(entry.text || !hasFiles) && html`<${Text}>${entry.text || "(no text)"}<//>`}
        ${entry.quoted && html`<${Quoted} text=${entry.quoted} />`}
        ${entry.html && html`<${FormattedMail} entry=${entry} />`}
        ${hasFiles && html`<${Files} entry=${entry} />`}
        ${entry.notice && html`<p class="muted">${`Note on reading: ${entry.notice.replaceAll("_", " ")}`}</p>`}
        ${entry.links?.length > 0 && html`<${Followed} entry=${entry} />`}
        ${entry.direction === "outbound" && entry.state && html`<${Delivery} entry=${entry} retry=${retry} />`}
      </article>
    </li>
  `;
}

function By({ entry, name }) {
  const origin = entry.source ? SOURCES[entry.source.kind] : entry.is_automatic && "Automatic";
  const marks = [
    entry.kind === "note" && "Private note",
    origin,
    entry.attribution && `Answers “${entry.attribution.name}”`,
  ].filter(Boolean);
  return html`
    <p class="by muted">
      <strong><bdi>${name}</bdi></strong>
      ${marks.map((mark) => html`<span class="chip" key=${mark}>${mark}</span>`)}
      <${Ago} at=${entry.created_at} />
    </p>
  `;
}

function warnings(entry, customer) {
  return (entry.flags || []).map((flag) => warning(entry, flag, customer)).filter(Boolean);
}

// Whoever opens the chat may type anybody's address; who typed nothing claims nothing.
function warning(entry, flag, customer) {
  if (flag === "unverified_sender" && entry.channel === "webchat") return nameOf(customer) && CLAIMED;
  if (flag === "not_requester" && readable(entry)) return `${FLAGS[flag]}, but by ${readable(entry)}`;
  return FLAGS[flag] || flag;
}

function authorName(entry, customer) {
  const byType = { agent: "Agent", customer_agent: "Customer Agent", system: "Deskhand" };
  const isCustomer = entry.author.type === "customer" && entry.author.id === customer.id;
  return entry.author.name || readable(entry) || (isCustomer && nameOf(customer)) || byType[entry.author.type] || "A visitor";
}

// Chats and Instagram know people by numbers of their own, which tell a reader nothing.
const readable = ({ channel, sender }) => (["email", "sms", "whatsapp"].includes(channel) && sender) || "";

function Quoted({ text }) {
  return html`<details><summary>Quoted text</summary><${Text} class="muted">${text}<//></details>`;
}

// What the short links of a message led to.
function Followed({ entry: { links, clicks, revenue } }) {
  const orders = links.reduce((sum, link) => sum + link.orders, 0);
  const bought = revenue.map(({ currency, value }) => money(currency, value)).join(" + ");
  const words = `${count(clicks, "click")}${orders ? `, ${bought} from ${count(orders, "order")}` : ""}`;
  const each = links.map((link) => `${link.url}: ${link.clicks}`).join("\n");
  return html`<p class="muted followed" title=${each}>${words}</p>`;
}

function money(currency, value) {
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(Number(value));
  } catch {
    return `${value} ${currency}`;
  }
}

function Delivery({ entry, retry }) {
  const isBad = entry.state === "failed" || entry.state === "unknown";
  const detail = entry.state_detail ? `: ${entry.state_detail}` : "";
  const words = entry.held_until ? "Leaves in a moment" : STATES[entry.state] || entry.state;
  return html`
    <p class="state">
      <span class=${isBad ? "bad" : "muted"}>${`${words}${detail}`}</span>
      ${isBad && html`<button class="quiet" onClick=${() => retry(entry)}>Send again</button>`}
    </p>
  `;
}
