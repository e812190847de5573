// What happened to a ticket, in words.

import { exact } from "../shared/moments.js";
import { nameOf } from "../shared/words.js";

const WAYS = { round_robin: ", whose turn it was", team: ", whose turn it was in the team" };

const AT_SHOP = {
  order_edit: { done: "changed order", asked: "change order" },
  order_cancel: { done: "cancelled order", asked: "cancel order" },
  order_address: { done: "changed the shipping address of order", asked: "change the shipping address of order" },
  subscription_skip: { done: "skipped the next charge of", asked: "skip the next charge of" },
  subscription_cancel: { done: "cancelled the subscription", asked: "cancel the subscription" },
  subscription_edit: { done: "changed the subscription", asked: "change the subscription" },
  subscription_unskip: { done: "took up again the skipped charge of", asked: "take up again the skipped charge of" },
  subscription_activate: { done: "took back the cancellation of", asked: "take back the cancellation of" },
  subscription_restore: { done: "took back a change of the subscription", asked: "take back a change of the subscription" },
};

export function happening({ author, event, details = {} }, customer) {
  const name = author.name || (author.type === "customer" && author.id === customer.id && nameOf(customer));
  const who = name || { customer: "The customer", system: "Deskhand" }[author.type] || "Somebody";
  const why = reason(details.because, name);
  const tags = `the ${details.tags?.includes(", ") ? "tags" : "tag"} ${details.tags}`;
  const words = {
    assigned: () => assigned(author, who, details),
    unassigned: () => `${who} took the assignment away${why}`,
    snoozed: () => `${who} snoozed this until ${exact(details.until)}`,
    woke: () => `The ticket woke${why}`,
    closed: () => `${who} closed this${why}`,
    reopened: () => `${who} reopened this${why}`,
    tagged: () => `${who} added ${tags}`,
    untagged: () => `${who} removed ${tags}`,
    marked_spam: () => (details.because ? `${who} took this for spam: ${details.because}` : `${who} marked this as spam`),
    marked_not_spam: () => `${who} marked this as not spam`,
    withdrawn: () => `${who} took back an answer`,
    ended: () => `${who} ended the chat`,
    offered_handoff: () => `${who} asked whether a person is wanted`,
    accepted_handoff: () => `${who} wants a person`,
    declined_handoff: () => `${who} wants no person`,
    handed_off: () => `${who} handed this off${why}`,
    done_at_shop: () => `${who} ${atShop(details).done}${changes(details)}`,
    unknown_at_shop: () => `${who} asked to ${atShop(details).asked}${changes(details)}; it is not known yet whether that was done`,
    not_done_at_shop: () => `It was asked to ${atShop(details).asked}, and that was not done`,
  };
  return words[event] ? words[event]() : `${who}: ${event}`;
}

function reason(because, name) {
  const reasons = {
    time: "the snooze ended",
    customer_wrote: `${name || "the customer"} wrote`,
    inactivity: "nobody wrote for long",
    offline: "who had it is offline",
    deactivated: "who had it has left",
    not_sent: "what was written elsewhere could not be sent",
    unknown: "no article answers it",
    asked_for_person: "a person was asked for",
    rule: "a rule for escalation says so",
    unintelligible: "it could not be understood",
    unavailable: "no answer could be made",
    unverified: "the mail failed its checks",
    taken_over: "somebody of the team took over",
  };
  return reasons[because] ? `, because ${reasons[because]}` : "";
}

function assigned(author, who, details) {
  if (author.id === details.agent_id) return `${who} took this`;
  return `${who} assigned this to ${details.name || "an agent"}${WAYS[details.because] || ""}`;
}

function atShop({ kind, name }) {
  const words = AT_SHOP[kind] || { done: "changed", asked: "change" };
  return { done: `${words.done} ${name}`, asked: `${words.asked} ${name}` };
}

function changes({ changes: told, on, reason: why }) {
  if (on || why) return `: ${on || why}`;
  const each = told ? JSON.parse(told) : [];
  return each.length ? `: ${each.map(({ title, from, to }) => `${title} ${from} → ${to}`).join(", ")}` : "";
}
