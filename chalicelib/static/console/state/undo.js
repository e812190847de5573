// What was just done and can be taken back, for a while: first what was done last, then what was done before it.

import { computed, signal } from "../../vendor/signals.js";

const OFFERED_FOR = 8000;
const DONE = {
  close: "closed.",
  reopen: "opened again.",
  snooze: "snoozed.",
  spam: "marked as spam.",
  not_spam: "marked as not spam.",
};

export function openUndo(ticket) {
  const offers = signal([]);
  const offered = computed(() => offers.value.at(-1) ?? null);

  function offer(words, back) {
    const one = { words, back };
    offers.value = [...offers.value, one];
    setTimeout(drop, OFFERED_FOR, one);
  }

  function drop(one) {
    offers.value = offers.value.filter((each) => each !== one);
  }

  async function take() {
    const one = offered.value;
    drop(one);
    try {
      await one.back();
    } catch (problem) {
      offer(`Not undone: ${problem.message}`, problem.isPassing ? one.back : null);
    }
  }

  // Also from another ticket: the way back leads to the one it was done to.
  async function act(verb, body) {
    const before = ticket.ticket.value;
    const problem = await ticket.act(verb, body);
    const steps = wayBack(verb, before);
    if (problem) return problem;
    if (steps.length) offer(`#${before.number}: ${DONE[verb]}`, () => walk(before.id, steps));
    else offer(`#${before.number}: the chat is over. The visitor's next message is a new ticket.`, null);
    return null;
  }

  async function walk(id, steps) {
    for (const step of steps) if (await ticket.actOn(id, ...step)) return;
  }

  return { offered, offer, take, act };
}

// A chat that is over stays over. What is closed is opened before it sleeps again.
function wayBack(verb, { channel, status, snoozed_until: until }) {
  if (verb === "spam") return [["not_spam"]];
  if (verb === "not_spam") return [["spam"]];
  if (verb === "close" && channel === "webchat") return [];
  const sleep = ["snooze", { until }];
  if (status === "snoozed") return verb === "close" ? [["reopen"], sleep] : [sleep];
  return status === "closed" ? [["close"]] : [["reopen"]];
}
