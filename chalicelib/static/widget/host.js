// Where the chat is shown: in the frame of a shop's page, whose script keeps what must be kept
// and says when the chat is open; or alone, as a page of its own.

const ORIGIN = decodeURIComponent(location.hash.slice(1));
const isFramed = window.parent !== window && isOrigin(ORIGIN);

// `heard` has a function for each thing that the page may say.
export function host(publicKey, heard) {
  return isFramed ? framed(heard) : alone(publicKey, heard);
}

function framed(heard) {
  const tell = (message) => window.parent.postMessage(message, ORIGIN);
  const asking = [];
  const known = {
    ...heard,
    kept: (said) => heard.kept(welcome(said).kept),
    hello: (said) => asking.splice(0).forEach((answer) => answer(welcome(said))),
  };
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== ORIGIN || !data) return;
    if (Object.hasOwn(known, data.type)) known[data.type](data);
  });
  return {
    isFramed: true,
    hello() {
      const answer = new Promise((resolve) => asking.push(resolve));
      tell({ type: "ready" });
      return answer;
    },
    keep: (kept, id) => tell({ type: "keep", kept, id }),
    drop: (id) => tell({ type: "drop", id }),
    close: () => tell({ type: "close" }),
    unread: (count) => tell({ type: "unread", count }),
  };
}

function alone(publicKey, heard) {
  const place = (id) => `deskhand.chat.${publicKey}${id ? `.${id}` : ""}`;
  const read = (name) => JSON.parse(localStorage.getItem(name));
  window.addEventListener("storage", ({ key }) => {
    if (key === place()) heard.kept(welcome({ kept: read(key) }).kept);
  });
  const waiting = () => Object.keys(localStorage).filter((name) => name.startsWith(`${place()}.`));
  return {
    isFramed: false,
    hello: async () => welcome({ kept: read(place()), waiting: waiting().map(read), isOpen: true }),
    keep: (kept, id) => localStorage.setItem(place(id), JSON.stringify(kept)),
    drop: (id) => localStorage.removeItem(place(id)),
    close() {},
    unread() {},
  };
}

// What comes from another site is taken one known member at a time.
function welcome({ kept, waiting, identity, isOpen }) {
  const { token, user, isKnown, email } = kept || {};
  return {
    kept: { token: text(token), user: text(user), isKnown: isKnown === true, email: text(email) },
    waiting: list(waiting).map(unsent),
    identity: person(identity),
    isOpen: isOpen === true,
  };
}

function unsent(said) {
  const { id, key, text: words, files, at, isFailed } = said || {};
  const named = list(files).map(({ id: file, name, size }) => ({ id: text(file), name: text(name), size: Number(size) }));
  return { id: text(id), key: text(key), text: text(words), files: named, at: Number(at) || 0, isFailed: isFailed === true };
}

export function person(said) {
  const { user_id, user_hash, email, email_hash, name } = said || {};
  return {
    user_id: text(user_id),
    user_hash: text(user_hash),
    email: text(email),
    email_hash: text(email_hash),
    name: text(name),
  };
}

const list = (value) => (Array.isArray(value) ? value : []);
const text = (value) => (typeof value === "string" ? value : "");

function isOrigin(word) {
  try {
    return new URL(word).origin === word;
  } catch {
    return false;
  }
}
