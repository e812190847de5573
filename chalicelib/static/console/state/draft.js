// What is written in one ticket and not sent, and what the server is known to have of it. Values only.
//
// The server keeps one text of an agent in a ticket: `kind` is the one that was written last. `revision` is the newest that
// the server is known to have, 0 if none; `tried` are words on their way, of which nobody knows whether they arrived.

const NOTHING = { text: "", files: [] };
export const BLANK = { reply: NOTHING, note: NOTHING, kind: "reply", revision: 0, isSaved: true, tried: null };

const ids = ({ files }) => files.map(({ id }) => id).sort().join();
export const isSame = (one, other) => one.text === other.text && ids(one) === ids(other);
const isEmpty = (own) => isSame(own, NOTHING);
export const isBlank = (draft) => !draft.revision && !draft.tried && isEmpty(draft.reply) && isEmpty(draft.note);

// What the server is to have.
export const words = (draft) => ({ kind: draft.kind, ...draft[draft.kind] });

export function written(draft, kind, change) {
  const own = { ...draft[kind], ...change };
  if (isSame(own, draft[kind])) return draft;
  const other = kind === "reply" ? "note" : "reply";
  const last = isEmpty(own) && !isEmpty(draft[other]) ? other : kind;
  return { ...draft, [kind]: own, kind: last, isSaved: false };
}

// What is sent ends on the server by itself, if that is what the server had.
export function sent(draft, kind) {
  const after = written(draft, kind, NOTHING);
  return after.kind === kind && draft.kind === kind ? { ...after, isSaved: !after.tried } : after;
}

export const ended = (draft, revision) => (revision && draft.revision === revision ? { ...draft, revision: 0 } : draft);

export function saved(draft, revision, tried) {
  return { ...draft, revision, tried: null, isSaved: draft.kind === tried.kind && isSame(words(draft), tried) };
}

// Words that came back may be on the server already.
export const returned = (draft, tried) => ({ ...draft, tried, isSaved: false });

// What becomes of a draft when the server says what it has; null where both sides were written on since they were one.
export function met(draft, server) {
  if (!server) return withoutServer(draft);
  const { kind, revision } = server;
  if (revision === draft.revision) return draft;
  const theirs = given(draft, server);
  const isOwn = draft.tried?.kind === kind && isSame(draft.tried, theirs);
  const known = { ...draft, revision, tried: null };
  if (isSame(draft[kind], theirs)) return { ...known, isSaved: draft.isSaved || draft.kind === kind };
  if (isOwn) return known;
  if (isEmpty(draft[kind]) || (draft.isSaved && draft.kind === kind)) return taken(known, theirs);
  return null;
}

// Sent or thrown away elsewhere: what nobody has written on here goes, too.
function withoutServer(draft) {
  if (!draft.revision) return draft;
  const left = draft.isSaved ? { ...draft, [draft.kind]: NOTHING } : draft;
  return { ...left, revision: 0, tried: null, isSaved: isEmpty(words(left)) };
}

const taken = (draft, { kind, text, files }) => ({ ...draft, [kind]: { text, files }, kind: draft.isSaved ? kind : draft.kind });

// The server names files by their ids alone.
export function given(draft, { kind, text, attachment_ids: named }) {
  const known = [...draft.reply.files, ...draft.note.files];
  return { kind, text, files: named.map((id) => known.find((file) => file.id === id) || { id, name: "", size: 0 }) };
}

// Somebody chose: theirs instead of what is here, or what is here although there is another.
export const yielded = (draft, server) => ({
  ...taken({ ...draft, isSaved: true }, given(draft, server)), revision: server.revision, tried: null,
});
export const insisted = (draft, server) => ({ ...draft, revision: server.revision, tried: null, isSaved: false });
