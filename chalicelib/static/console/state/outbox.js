// What was sent and is not yet with the server. It is kept in this browser: neither a lost connection nor a closed tab
// loses it, and its key makes the server take it once, however often and from however many tabs it is sent.

import { signal } from "../../vendor/signals.js";
import { names } from "../shared/words.js";
import * as api from "./api.js";

const VERBS = { reply: "replies", note: "notes" };
const AGAIN_AFTER = 3000;
const STALE_AFTER = 3600000;
const STUCK = ["failed", "held"];

export function openOutbox(me, { onSent }) {
  const prefix = `deskhand.outbox.${me.id}.`;
  const lastKey = `deskhand.sent.${me.id}`;
  const items = signal([]);
  let timer = 0;
  let isStopped = false;

  function look() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    items.value = keys.map(parsed).filter(Boolean).sort((a, b) => a.at - b.at);
  }

  // What somebody else has written there must not keep anybody from their desk.
  function parsed(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  const isKept = ({ id }) => localStorage.getItem(prefix + id) !== null;

  function keep(item) {
    localStorage.setItem(prefix + item.id, JSON.stringify(item));
    look();
  }

  function drop({ id }) {
    localStorage.removeItem(prefix + id);
    look();
  }

  const of = (ticketId) => items.value.filter((item) => item.ticket_id === ticketId);
  const isSending = (ticketId) => of(ticketId).some((item) => item.state === "sending");

  // `version` is that of the thread that was read, which a note does not need; `after` is where that ended; `hold`
  // is how long the server keeps it back, in seconds; `draft` what it was on the server.
  function add({ ticketId, kind, text, files, version, after, hold, draft }) {
    const id = crypto.randomUUID();
    const sent = { kind, text, files, version, after, hold, draft };
    keep({ ...sent, id, key: id, ticket_id: ticketId, at: Date.now(), state: "sending" });
    flush(ticketId);
  }

  // It has arrived if it stands in the thread, though its answer did not come back.
  const hasArrived = (item, entries) =>
    !STUCK.includes(item.state) &&
    entries.some((entry) => entry.sequence > item.after && entry.author.id === me.id && isSame(entry, item));

  function retry(item, changes = {}) {
    keep({ ...item, ...changes, state: "sending", detail: "" });
    flush(item.ticket_id);
  }

  // One after the other: what was written first arrives first.
  async function flush(ticketId) {
    const send = async () => {
      look();
      for (let next = of(ticketId)[0]; next && !isStopped; next = of(ticketId)[0]) {
        if (STUCK.includes(next.state)) return waitBehind(ticketId, "Waiting for the one before");
        const delay = await deliver(next);
        if (delay) return waitBehind(ticketId, delay);
      }
    };
    await (navigator.locks ? navigator.locks.request(`${prefix}${ticketId}`, send) : send());
  }

  // Returns why it has to wait, if it has to.
  async function deliver(item) {
    const path = `v1/tickets/${encodeURIComponent(item.ticket_id)}/${VERBS[item.kind]}`;
    const { text, files, key, hold, draft } = item;
    const version = seen(item);
    const body = { text, attachment_ids: files.map((file) => file.id), hold_seconds: hold, draft };
    try {
      const sent = await api.call("POST", path, { body, key, version });
      drop(item);
      if (version) remember(item.ticket_id, version, sent.version);
      onSent(item, sent.body);
      return "";
    } catch (problem) {
      return isKept(item) ? refused(item, problem) : "";
    }
  }

  function waitBehind(ticketId, detail) {
    for (const next of of(ticketId)) {
      if (next.state === "sending") keep({ ...next, state: "waiting", detail });
    }
  }

  // What this browser sent last moved the thread on, and nobody else did: what follows it here was written with it in
  // mind, also in a tab that has not read it yet.
  function seen({ ticket_id: ticketId, version }) {
    const last = parsed(lastKey);
    const isNext = last?.ticket_id === ticketId && version >= last.from && version < last.to;
    return isNext ? last.to : version;
  }

  function remember(ticketId, version, to) {
    const last = parsed(lastKey);
    const from = last?.ticket_id === ticketId && last.to === version ? last.from : version;
    localStorage.setItem(lastKey, JSON.stringify({ ticket_id: ticketId, from, to }));
  }

  function refused(item, problem) {
    if (problem.isPassing) {
      const detail = problem.isOffline ? "Waiting for the connection" : problem.message;
      keep({ ...item, state: "waiting", detail });
      clearTimeout(timer);
      timer = setTimeout(flushAll, AGAIN_AFTER);
      return detail;
    }
    if (problem.code === "thread_moved_on") hold(item, problem);
    else keep({ ...item, state: "failed", detail: problem.message });
    return "";
  }

  function hold(item, { message, body }) {
    const unseen = (body.messages || []).map((each) => each.text);
    const current = { version: body.version, unseen, key: crypto.randomUUID() };
    keep({ ...item, ...current, state: "held", detail: message });
    onSent(item);
  }

  function flushAll() {
    if (isStopped) return;
    for (const ticketId of new Set(items.value.map((item) => item.ticket_id))) flush(ticketId);
  }

  // What lay here for long is not sent unasked.
  function open() {
    look();
    for (const item of items.value) {
      const isStale = Date.now() - item.at > STALE_AFTER && !STUCK.includes(item.state);
      if (isStale) keep({ ...item, state: "failed", detail: "It was written a while ago." });
    }
    flushAll();
  }

  function moved(event) {
    if (event.key?.startsWith(prefix)) look();
  }

  function stop() {
    isStopped = true;
    clearTimeout(timer);
    window.removeEventListener("online", flushAll);
    window.removeEventListener("storage", moved);
  }

  window.addEventListener("online", flushAll);
  window.addEventListener("storage", moved);
  open();

  return { items, of, isSending, hasArrived, add, retry, drop, stop };
}

const isSame = (entry, item) => entry.text === item.text && names(entry.attachments || []) === names(item.files);
