// What the visitor wrote and the server has not confirmed. One after the other, each under its own
// key: after a break all arrive, once and in order. Until then they are kept, so that the page may go.

const LONGEST = 10;
const A_DAY = 86400000;
const REFUSED = new Set([400, 403, 404, 413, 422]);

// `store` keeps each message under its id, and drops it.
export function outbox(send, changed, store) {
  const waiting = [];
  let timer = 0;
  let failures = 0;
  let trouble = "";
  let isBusy = false;

  async function flush() {
    clearTimeout(timer);
    if (isBusy) return;
    isBusy = true;
    try {
      for (let next = due(); next; next = due()) {
        if (!(await passed(next))) break;
      }
    } finally {
      isBusy = false;
      changed();
    }
  }

  async function passed(next) {
    try {
      await send(next);
      drop(next);
    } catch (problem) {
      if (!REFUSED.has(problem.status)) return later(problem);
      next.why = problem.code === "unknown_upload" ? "files_gone" : "failed";
      mark(next, true);
    }
    failures = 0;
    trouble = "";
    changed();
    return true;
  }

  function later(problem) {
    failures += 1;
    trouble = problem.status ? "trouble" : "waiting";
    timer = setTimeout(flush, 1000 * Math.max(problem.wait || 0, Math.min(LONGEST, 2 ** (failures - 1))));
    return false;
  }

  function drop(message) {
    const at = waiting.indexOf(message);
    if (at >= 0) waiting.splice(at, 1);
    store.drop(message.id);
  }

  function mark(message, isFailed) {
    message.isFailed = isFailed;
    store.keep(message, message.id);
  }

  function waits(message) {
    waiting.push({ ...message, created_at: new Date(message.at).toISOString() });
  }

  const due = () => waiting.find((message) => !message.isFailed);

  return {
    flush,
    get all() {
      return waiting;
    },
    get isBusy() {
      return isBusy;
    },
    get trouble() {
      return waiting.some((message) => !message.isFailed) ? trouble : "";
    },
    add(text, files) {
      // The clock may stand still, or go back; their order does not.
      const at = Math.max(Date.now(), ...waiting.map((message) => message.at + 1));
      const message = { id: crypto.randomUUID(), key: crypto.randomUUID(), text, files, at };
      waits(message);
      store.keep(message, message.id);
      flush();
    },
    // After a day nobody knows any more whether the server had them: then the visitor says.
    restore(messages) {
      const known = messages.filter((message) => message.id && message.key);
      for (const message of known.sort((a, b) => a.at - b.at)) {
        waits({ ...message, isFailed: message.isFailed || Date.now() - message.at > A_DAY });
      }
    },
    retry(message) {
      mark(message, false);
      flush();
    },
    remove(message) {
      drop(message);
      changed();
    },
    clear() {
      for (const message of [...waiting]) drop(message);
    },
  };
}
