// What was typed and not sent: at once in this browser, for all its tabs, and soon after on the server, for all devices.

import { signal } from "../../vendor/signals.js";
import * as api from "./api.js";
import { BLANK, ended, insisted, isBlank, met, returned, saved, sent, words, written, yielded } from "./draft.js";

const SAVE_AFTER = 1000;
const AGAIN_AFTER = 3000;
const MOST_FILES = 10;

// `isEnding` tells whether a draft of the ticket is being sent just now, and so is about to end on the server.
export function openDrafts(me, { isEnding }) {
  const prefix = `deskhand.draft.${me.id}.`;
  const places = new Map();
  const saving = new Set();
  let timer = 0;
  let isStopped = false;

  // `other` is what the server has where both sides were written on; nothing is saved until somebody chooses.
  function of(ticketId) {
    if (!places.has(ticketId)) {
      places.set(ticketId, { draft: signal(read(ticketId)), other: signal(null), trouble: signal("") });
    }
    return places.get(ticketId);
  }

  function read(ticketId) {
    try {
      return { ...BLANK, ...JSON.parse(localStorage.getItem(prefix + ticketId)) };
    } catch {
      return BLANK;
    }
  }

  function keep(ticketId, draft) {
    const { draft: known } = of(ticketId);
    if (draft === known.peek()) return;
    if (isBlank(draft)) localStorage.removeItem(prefix + ticketId);
    else localStorage.setItem(prefix + ticketId, JSON.stringify(draft));
    known.value = draft;
    if (!draft.isSaved) soon(SAVE_AFTER);
  }

  const change = (ticketId, how, ...given) => keep(ticketId, how(of(ticketId).draft.peek(), ...given));
  const write = (ticketId, kind, what) => change(ticketId, written, kind, what);

  function soon(delay) {
    if (!isStopped) timer ||= setTimeout(saveAll, delay);
  }

  function saveAll() {
    clearTimeout(timer);
    timer = 0;
    const kept = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    for (const key of kept) save(key.slice(prefix.length));
  }

  const isDue = (ticketId) => !isStopped && !of(ticketId).draft.peek().isSaved && !of(ticketId).other.peek();

  // One after the other, in all tabs of this browser.
  async function save(ticketId) {
    if (saving.has(ticketId) || !isDue(ticketId)) return;
    if (isEnding(ticketId)) return soon(SAVE_AFTER);
    saving.add(ticketId);
    const work = async () => {
      of(ticketId).draft.value = read(ticketId);
      while (isDue(ticketId) && (await put(ticketId)));
    };
    try {
      await (navigator.locks ? navigator.locks.request(prefix + ticketId, work) : work());
    } finally {
      saving.delete(ticketId);
    }
  }

  // Words that may have arrived are tried again before others. Returns whether there is more to do at once.
  async function put(ticketId) {
    const before = of(ticketId).draft.peek();
    const tried = before.tried || words(before);
    const { kind, text, files } = tried;
    const body = { kind, text, attachment_ids: files.map(({ id }) => id).slice(0, MOST_FILES) };
    keep(ticketId, { ...before, tried });
    try {
      const answer = await api.call("PUT", pathOf(ticketId), { body, version: before.revision });
      of(ticketId).trouble.value = "";
      change(ticketId, saved, answer.body.revision, tried);
      return before.tried !== null;
    } catch (problem) {
      return refused(ticketId, problem);
    }
  }

  function refused(ticketId, problem) {
    if (problem.code === "draft_moved_on") {
      meet(ticketId, problem.body.draft);
      return true;
    }
    of(ticketId).trouble.value = problem.message;
    clearTimeout(timer);
    timer = 0;
    if (problem.isPassing) soon(AGAIN_AFTER);
    return false;
  }

  function meet(ticketId, server) {
    const { draft, other } = of(ticketId);
    const after = met(draft.peek(), server);
    other.value = after ? null : server;
    if (after) keep(ticketId, after);
  }

  // Before the server is asked; what it says counts unless something was written meanwhile.
  function ask(ticketId) {
    const { draft } = of(ticketId);
    const before = draft.peek();
    return (server) => before === draft.peek() && meet(ticketId, server);
  }

  async function look(ticketId) {
    if (!ticketId) return;
    const heard = ask(ticketId);
    try {
      heard((await api.get(pathOf(ticketId))).draft);
    } catch {
      // What is here stays as it is; saving it will tell.
    }
  }

  // Another one was written elsewhere: it takes the place of what is here, or what is here takes its place.
  function choose(ticketId, isTheirs) {
    const { other } = of(ticketId);
    const server = other.peek();
    other.value = null;
    change(ticketId, isTheirs ? yielded : insisted, server);
  }

  function heard({ key }) {
    const ticketId = key?.startsWith(prefix) && key.slice(prefix.length);
    if (places.has(ticketId)) of(ticketId).draft.value = read(ticketId);
  }

  function turned() {
    if (document.hidden) saveAll();
  }

  const listeners = [
    [window, "online", saveAll],
    [window, "storage", heard],
    [document, "visibilitychange", turned],
  ];
  for (const [target, event, listener] of listeners) target.addEventListener(event, listener);
  saveAll();

  function stop() {
    isStopped = true;
    clearTimeout(timer);
    for (const [target, event, listener] of listeners) target.removeEventListener(event, listener);
  }

  return {
    of, write, ask, look, choose, stop,
    returned: (ticketId, what) => change(ticketId, returned, what),
    sent: (ticketId, kind) => change(ticketId, sent, kind),
    ended: (ticketId, revision) => change(ticketId, ended, revision),
  };
}

const pathOf = (ticketId) => `v1/tickets/${encodeURIComponent(ticketId)}/draft`;
