// The team's macros: asked for when somebody wants one, and again when what is known of them is old.

import { computed, signal } from "../../vendor/signals.js";
import * as api from "./api.js";

const FRESH_FOR = 30000;
const KEYS = 9;

export function openMacros() {
  const all = signal(null);
  const variables = signal([]);
  const trouble = signal("");
  const active = computed(() => (all.value || []).filter(({ status }) => status === "active"));
  const pinned = computed(() => active.value.filter((macro) => macro.is_pinned).slice(0, KEYS));
  let loadedAt = 0;
  let turn = 0;

  async function load() {
    const mine = (turn += 1);
    try {
      const answer = await api.get("v1/macros");
      if (mine !== turn) return;
      loadedAt = Date.now();
      trouble.value = "";
      variables.value = Object.entries(answer.variables).flatMap(([group, names]) => names.map((name) => ({ name, group })));
      all.value = answer.data;
    } catch (problem) {
      trouble.value = problem.message;
    }
  }

  async function ready() {
    if (!all.value || Date.now() - loadedAt > FRESH_FOR) await load();
  }

  // The single key that reaches it, if one does.
  const keyOf = (macro) => (pinned.value.includes(macro) ? String(pinned.value.indexOf(macro) + 1) : "");

  // As it is shown before it is used, and as it goes into an answer; from the newest order, or from another one.
  const filled = (macro, ticketId, orderId = "") => {
    const path = `v1/tickets/${encodeURIComponent(ticketId)}/macros/${encodeURIComponent(macro.id)}/preview`;
    return orderId ? api.post(path, { order_id: orderId }) : api.post(path);
  };

  return { all, active, pinned, variables, trouble, load, ready, keyOf, filled };
}
