// What the parts of the product are called on the status page, and where each is mended.

import { channelName, count } from "../shared/words.js";

const QUEUES = { sending: "Messages to send", due: "Work that is due", background: "Background work" };
const SOURCES = {
  aws: ["AWS End User Messaging", "sms"],
  gorgias: ["Gorgias", "handoff"],
  klaviyo: ["Klaviyo", "platform"],
  meta: ["Meta", "whatsapp"],
  recharge: ["Recharge", "shop"],
  shopify: ["Shopify", "shop"],
  twilio: ["Twilio", "sms"],
  zendesk: ["Zendesk", "handoff"],
};
const REFUSALS = {
  signature: "What they were signed with is not the secret that is entered here.",
  unreadable: "They could not be read. Should it stay so, tell whoever runs Deskhand for you.",
};
const WORK = { bulk: "Change of many tickets", export: "Export" };
const CHANNEL_PAGES = { webchat: "chat", email: "email", sms: "sms", whatsapp: "whatsapp", instagram: "instagram" };
// Where to look into what keeps a kind of stuck work from going through; of a ticket, that is the ticket.
const KIND_PAGES = {
  check_link_domain: "links",
  handing_out: "routing",
  helpdesk_delivery: "handoff",
  invitation: "people",
  keyword_answer: "sms",
  link_domain: "links",
  plan: "account",
  platform_delivery: "platform",
  renew_token: "instagram",
  settle_action: "shop",
  shop_action: "shop",
  shop_delivery: "shop",
  shop_webhooks: "shop",
  tell_helpdesk: "handoff",
  token: "instagram",
  weekly_mail: "reports",
};
const NEWS = "What it says never gets here, unless the other side sends it again.";
// What is gone for good once a piece of stuck work is dropped; of what is not here, that it is never done.
const LOST = {
  bulk: "The tickets that it has not come to stay as they are. What is changed already stays changed.",
  delivery: "A customer's message, or word of one of yours, never gets here.",
  export: "The file is never made. You can ask for another one.",
  export_reports: "The file is never made. You can ask for another one.",
  helpdesk_delivery: NEWS,
  invitation: "The mail is not sent. You can invite the person again.",
  keyword_answer: "The customer gets no answer to their keyword.",
  message: "It is not sent again by itself: the customer may never get it. It stays in its ticket, which shows how far it came.",
  platform_delivery: NEWS,
  shop_delivery: NEWS,
  ticket: "What its timers would do is not done, such as closing it or a follow-up. The next thing that happens in it sets them anew.",
};

const said = (code) => {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const queueName = (name) => QUEUES[name] || said(name);
export const workName = (kind) => WORK[kind] || said(kind);
export const inboxName = ({ channel, name }) => (name ? `${channelName(channel)} ${name}` : channelName(channel));
export const pageOfChannel = (channel) => CHANNEL_PAGES[channel];
export const sourceName = ({ source, name }) => name || SOURCES[source]?.[0] || said(source);
export const pageOfSource = (source) => SOURCES[source]?.[1];
export const refusal = (reason) => REFUSALS[reason] || `${said(reason)}.`;
export const pageOfKind = (kind) => KIND_PAGES[kind];
export const lost = (kind) => LOST[kind] || "It is never done then.";

// What does not run, each in a few words.
export function complaints({ queues, channels, webhooks, stuck }) {
  return [
    stuck.length && `${count(stuck.length, "piece")} of work ${stuck.length === 1 ? "is" : "are"} stuck`,
    ...channels.filter(({ fault }) => fault).map((channel) => `${inboxName(channel)} is out of order`),
    ...webhooks.filter(({ fault }) => fault).map((one) => `${sourceName(one)} does not answer`),
    ...webhooks.filter(({ failed }) => failed).map((one) => `webhooks of ${sourceName(one)} are refused`),
    ...queues.filter((queue) => queue.is_late).map(({ name }) => `${queueName(name).toLowerCase()}: late`),
  ].filter(Boolean);
}
