// What the server says of the account's health: asked again and again while somebody looks, and kept while it does not answer.

import { batch, signal } from "../../vendor/signals.js";
import * as api from "../state/api.js";

const STATUS = "v1/status";
const ASKS_EACH = 15_000;

export function openWatch() {
  const known = signal(null);
  const seenAt = signal(""); // By this browser's clock: it tells how old what is shown is.
  const trouble = signal("");
  let isAsking = false;
  let changes = 0;

  async function look() {
    if (isAsking) return;
    isAsking = true;
    const before = changes;
    try {
      const found = await api.get(STATUS);
      batch(() => {
        if (changes === before) known.value = found;
        seenAt.value = new Date().toISOString();
        trouble.value = "";
      });
    } catch (problem) {
      trouble.value = problem.message;
    }
    isAsking = false;
    // What was answered is older than what was done meanwhile.
    if (changes !== before) look();
  }

  // False where there is nothing left to act on.
  async function act(id, verb, after) {
    const row = await api.post(`${STATUS}/stuck/${encodeURIComponent(id)}/${verb}`).catch((problem) => {
      if (problem.status !== 404) throw problem;
      return null;
    });
    const place = row ? after(row) : [];
    changes += 1;
    const stuck = known.value.stuck.flatMap((one) => (one.id === id ? place : [one]));
    known.value = { ...known.value, stuck };
    look();
    return row !== null;
  }

  const retry = (id) => act(id, "retry", (row) => [row]);
  const drop = (id) => act(id, "drop", () => []);

  // Returns what ends it. A question that is open stays about what it was asked of.
  function start() {
    const again = () => document.visibilityState === "visible" && !document.querySelector("dialog[open]") && look();
    const timer = setInterval(again, ASKS_EACH);
    document.addEventListener("visibilitychange", again);
    look();
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }

  return { known, seenAt, trouble, look, retry, drop, start };
}
