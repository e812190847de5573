// Work on several tickets at once: it goes on, and tells how far it is, whatever is on the screen.

import { effect, signal } from "../../vendor/signals.js";
import { count } from "../shared/words.js";
import * as api from "./api.js";

const LOOK_EACH = 700;

export function openBulk(tickets, undo) {
  const action = signal("");
  const isEverything = signal(false);
  const isSending = signal(false);
  const trouble = signal("");
  const job = signal(null);

  effect(() => {
    if (!tickets.picked.value.length) action.value = "";
    if (!tickets.isAllPicked.value) isEverything.value = false;
  });

  async function start(details) {
    const verb = action.value;
    const selection = isEverything.value ? tickets.query() : { ids: tickets.picked.value };
    isSending.value = true;
    trouble.value = "";
    try {
      const started = await api.post("v1/tickets/bulk", { action: verb, ...details, ...selection });
      tickets.pickAll(false);
      watch(started.job_id, verb);
    } catch (problem) {
      trouble.value = problem.message;
    } finally {
      isSending.value = false;
    }
  }

  // A later order takes the place of an earlier one.
  async function watch(id, verb) {
    job.value = { job_id: id, action: verb, state: "running", total: null, done: 0, failed: 0 };
    while (job.value?.job_id === id && job.value.state === "running") {
      await look(id);
      await new Promise((done) => setTimeout(done, LOOK_EACH));
    }
  }

  async function look(id) {
    try {
      const now = await api.get(`v1/jobs/${encodeURIComponent(id)}`, { limit: 100 });
      if (job.value?.job_id !== id) return;
      job.value = { ...now, job_id: id };
      if (now.state !== "running") over(id, now);
    } catch (problem) {
      job.value = { ...job.value, trouble: problem.message };
      if (!problem.isPassing) job.value = { ...job.value, state: "unknown" };
    }
  }

  function over(id, { action: done, done: number }) {
    tickets.refresh();
    if (number && done !== "undo") undo.offer(`${count(number, "ticket")} changed.`, () => takeBack(id));
  }

  async function takeBack(id) {
    const { job_id: back } = await api.post(`v1/jobs/${encodeURIComponent(id)}/undo`);
    watch(back, "undo");
  }

  async function cancel() {
    const { job_id: id } = job.value;
    try {
      const now = await api.post(`v1/jobs/${encodeURIComponent(id)}/cancel`);
      job.value = { ...now, job_id: id };
      if (now.state !== "running") over(id, now);
    } catch (problem) {
      job.value = { ...job.value, trouble: problem.message };
    }
  }

  function dismiss() {
    job.value = null;
  }

  return { action, isEverything, isSending, trouble, job, start, cancel, dismiss };
}
