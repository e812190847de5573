// News for all tabs of a browser by one poll: the tab that somebody looks at asks, the others listen.

import { signal } from "../../vendor/signals.js";
import * as api from "./api.js";

const WITH_TICKET = 1500;
const WITH_LIST = 3000;
const IDLE = 15000;
const HIDDEN = 60000;
const IDLE_AFTER = 300000;

// `onNews` hears of changes; `isAll` tells that some before them may have been missed. `here` tells and hears who is
// where: of the tab that asks, which is the one that somebody looks at.
export function openFeed(name, { isReading, here, onNews }) {
  const trouble = signal("");
  const tabs = new BroadcastChannel(name);
  let sequence = null;
  let timer = 0;
  let failures = 0;
  let touchedAt = Date.now();
  let isTaking = false;
  let term = null; // The hold on the lock, while this tab leads.
  let isLooking = false;
  let isHurried = false;
  let isStopped = false;
  let waiting = new AbortController();

  async function look() {
    if (isLooking) return void (isHurried = true);
    isLooking = true;
    isHurried = false;
    const heard = await ask();
    // Whoever leads by now asks from where it stands: nothing is lost.
    if (term && !isStopped) {
      tabs.postMessage(heard);
      await hear(heard);
    }
    isLooking = false;
    again(isHurried ? 0 : pause());
  }

  async function ask() {
    const told = here.told();
    try {
      const answer = await api.get("v1/feed", { after: sequence ?? "", ...told });
      failures = 0;
      const heard = { sequence: answer.sequence, changes: answer.data, isAll: sequence === null, trouble: "" };
      return { ...heard, here: answer.here && { ticket: told.ticket, ...answer.here } };
    } catch (problem) {
      failures += 1;
      const words = `Could not look for news: ${problem.message}`;
      return { trouble: problem.isOffline ? "No connection. Trying again…" : words };
    }
  }

  // What came between the first list and the first sequence is in neither: look again once.
  async function hear(heard) {
    trouble.value = heard.trouble;
    here.hear(heard.here);
    if (heard.trouble) return;
    const isAll = heard.isAll || sequence === null;
    sequence = heard.sequence;
    if (isAll || heard.changes.length) await onNews(heard.changes, isAll);
  }

  function pause() {
    if (document.hidden) return HIDDEN;
    if (Date.now() - touchedAt > IDLE_AFTER) return IDLE;
    return Math.min((isReading() ? WITH_TICKET : WITH_LIST) * 2 ** failures, IDLE);
  }

  function again(delay) {
    clearTimeout(timer);
    if (term && !isStopped) timer = setTimeout(look, delay);
  }

  const wait = () => lead({ signal: waiting.signal });

  function take() {
    if (isTaking) return;
    isTaking = true;
    waiting.abort();
    waiting = new AbortController();
    lead({ steal: true });
  }

  async function lead(how) {
    const mine = {};
    const hold = () => {
      isTaking = false;
      if (isStopped) return null;
      term = mine;
      again(0);
      return new Promise((done) => {
        mine.end = done;
      });
    };
    try {
      await (navigator.locks ? navigator.locks.request(name, how, hold) : hold());
    } catch {
      // Another tab took over, or this one asked in another way.
    }
    if (term !== mine) return;
    term = null;
    clearTimeout(timer);
    if (!isStopped) wait();
  }

  // At once: somebody came back, moved on, or sent something.
  function hurry() {
    if (term) again(0);
    else if (!document.hidden) take();
  }

  function wake() {
    touchedAt = Date.now();
    if (document.hidden) term?.end();
    else hurry();
  }

  function touched() {
    touchedAt = Date.now();
  }

  const listeners = [
    [window, "focus", wake],
    [window, "online", wake],
    [document, "visibilitychange", wake],
    [document, "keydown", touched],
    [document, "pointerdown", touched],
  ];
  for (const [target, event, listener] of listeners) target.addEventListener(event, listener);
  tabs.addEventListener("message", (event) => hear(event.data));
  if (document.hidden) wait();
  else take();

  function stop() {
    isStopped = true;
    clearTimeout(timer);
    waiting.abort();
    term?.end();
    tabs.close();
    for (const [target, event, listener] of listeners) target.removeEventListener(event, listener);
  }

  return { trouble, hurry, stop };
}
