// The chat's way to the server: a session, messages that go once, and the poll.

const ROOT = new URL(".", document.baseURI);

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || "Something went wrong.");
    this.status = status;
    this.code = body.code || "error";
  }
}

// The token is kept on the device only once there is a conversation to come back to.
export function line(publicKey) {
  const place = `deskhand.chat.${publicKey}`;
  let token = localStorage.getItem(place);

  async function call(method, path, body, key) {
    const headers = { Accept: "application/json" };
    if (token && path !== "sessions") headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    let answer;
    try {
      answer = await fetch(new URL(`v1/chat/${path}`, ROOT), {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
      });
    } catch {
      throw new Problem(0, { detail: "No connection." });
    }
    const text = await answer.text();
    let read = {};
    try {
      read = text ? JSON.parse(text) : {};
    } catch {
      read = {};
    }
    if (!answer.ok) throw new Problem(answer.status, read);
    return read;
  }

  return {
    get isKnown() {
      return Boolean(token);
    },
    get isKept() {
      return Boolean(localStorage.getItem(place));
    },
    async start(who) {
      const session = await call("POST", "sessions", { public_key: publicKey, ...who });
      token = session.token;
      return session;
    },
    keep() {
      localStorage.setItem(place, token);
    },
    drop() {
      token = null;
      localStorage.removeItem(place);
    },
    send: (text, key) => call("POST", "messages", { text }, key),
    poll: (after) => call("GET", `messages?after=${after}`),
    seen: (sequence) => call("POST", "seen", { sequence }),
    email: (email) => call("POST", "email", { email }),
    end: () => call("POST", "end", {}),
    forget: () => call("POST", "forget", {}),
  };
}
