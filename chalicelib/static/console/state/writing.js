// What an agent writes in one ticket, until it is sent.

import { batch, computed, effect, signal, untracked } from "../../vendor/signals.js";
import * as api from "./api.js";
import { isSame, words } from "./draft.js";

export function openWriting({ me, ticket, outbox, uploads, drafts, macros, undo }) {
  const id = ticket.id.value;
  const { draft, other, trouble } = drafts.of(id);
  const turned = signal("");
  const kind = computed(() => turned.value || draft.value.kind);
  const own = () => uploads.of(id, kind.value);
  const text = computed(() => draft.value[kind.value].text);
  const turns = signal(0); // How often somebody turned to writing.
  const problem = signal(null);
  const isInviting = signal(false);
  const insertion = signal(null); // What is to go in where the caret is.
  const blanks = signal([]); // What a macro asked for and nobody knows.
  let began = null; // The thread as it was when somebody began to write.

  function turn(to) {
    batch(() => {
      turned.value = to;
      turns.value += 1;
      problem.value = null;
    });
  }

  const last = () => Math.max(0, ...ticket.entries.value.map((entry) => entry.sequence));

  function type(typed) {
    if (typed && !text.value) began = { version: ticket.ticket.value?.version, after: last() };
    turned.value = kind.value;
    drafts.write(id, kind.value, { text: typed });
  }

  // The files that a draft has brought along from elsewhere.
  const stop = effect(() => {
    const { reply, note } = draft.value;
    untracked(() => {
      uploads.of(id, "reply").show(reply.files);
      uploads.of(id, "note").show(note.files);
    });
  });

  // What was written elsewhere instead of what is here, and back.
  function takeOther() {
    const { kind: mine, text: before, files } = words(draft.value);
    drafts.choose(id, true);
    turn(draft.value.kind);
    undo.offer("The other draft is here now.", () => drafts.write(id, mine, { text: before, files }));
  }

  // A macro, filled, goes into the answer.
  function insert({ text: filled, missing }) {
    batch(() => {
      turn("reply");
      insertion.value = { words: filled };
      blanks.value = missing;
    });
  }

  async function use(macro) {
    try {
      insert(await macros.filled(macro, id));
    } catch (fault) {
      problem.value = fault;
    }
  }

  async function usePinned(key) {
    await macros.ready();
    const macro = macros.pinned.value[key - 1];
    if (macro) await use(macro);
    else if (macros.trouble.value) problem.value = new Error(macros.trouble.value);
  }

  // Whoever was writing while a colleague answered may not have looked up: the server is told what they had before them.
  function seen(version) {
    const isTheirs = ({ sequence, kind: of, author }) =>
      sequence > began.after && of === "message" && author.type === "agent" && author.id !== me.id;
    return began?.version && version && ticket.entries.value.some(isTheirs) ? began.version : version;
  }

  function send(version) {
    const now = kind.value;
    const { kind: written, revision } = draft.value;
    const item = {
      ticketId: id, kind: now, text: text.value, version: seen(version), after: last(),
      hold: now === "reply" ? ticket.ticket.value.reply.hold_seconds : undefined,
      draft: written === now ? revision : undefined,
    };
    began = null;
    batch(() => {
      turned.value = now;
      outbox.add({ ...item, files: own().give() });
      drafts.sent(id, now);
      blanks.value = [];
    });
  }

  // Back to where it was written, before what is written there now; the server's draft may have brought it back already.
  function edit(item) {
    const { kind: to, text: before, files } = item;
    outbox.drop(item);
    turn(to);
    if (isSame(draft.value[to], item)) return;
    drafts.returned(id, { kind: to, text: before, files });
    own().takeBack(files);
    type([before, text.value].filter(Boolean).join("\n\n"));
  }

  async function followUp() {
    isInviting.value = true;
    problem.value = null;
    try {
      await api.post(ticket.path("follow_up", id));
      await ticket.sent();
    } catch (fault) {
      problem.value = fault;
    } finally {
      isInviting.value = false;
    }
  }

  return {
    id, kind, text, turns, draft, other, trouble, problem, isInviting, insertion, blanks, uploads: own,
    turn, type, insert, use, usePinned, takeOther, keepOwn: () => drafts.choose(id, false), send, edit, followUp, stop,
  };
}
