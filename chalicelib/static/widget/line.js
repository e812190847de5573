// The chat's way to the server: a session, messages that go once, and the poll.

const ROOT = new URL(".", document.baseURI);
const PATIENCE = 20000;

export class Problem extends Error {
  constructor(status, body, wait = 0) {
    super(body.detail || "");
    this.status = status;
    this.code = body.code || "error";
    this.wait = wait;
  }
}

export function line(publicKey) {
  let token = "";

  async function call(method, path, body, key) {
    const headers = { Accept: "application/json" };
    if (token && path !== "sessions") headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    const answer = await fetched(new URL(`v1/chat/${path}`, ROOT), {
      method,
      headers,
      body: body && JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) throw new Problem(answer.status, answer.read, answer.wait);
    return answer.read;
  }

  return {
    get token() {
      return token;
    },
    use(known) {
      token = known;
    },
    start: (who) => call("POST", "sessions", { public_key: publicKey, ...said(who) }),
    send: ({ text, files, key }) => call("POST", "messages", { text, attachment_ids: files.map((file) => file.id) }, key),
    upload: ({ name, type, size, key }) => call("POST", "uploads", { name, content_type: type, size }, key),
    // Only where the chat is open do both sides want to know who types.
    poll: (after, typing) => call("GET", `messages?after=${after}${typing === null ? "" : `&typing=${typing}`}`),
    seen: (sequence) => call("POST", "seen", { sequence }),
    handOff: (isWanted, email, language) => call("POST", "handoff", { is_wanted: isWanted, email, language }),
    email: (email) => call("POST", "email", { email }),
    async linkOf(message, file) {
      return (await call("GET", `messages/${encodeURIComponent(message.id)}/attachments/${encodeURIComponent(file.id)}`)).url;
    },
    end: () => call("POST", "end", {}),
    forget: () => call("POST", "forget", {}),
  };
}

// How this chat looks and speaks, or nothing where there is none.
export async function look(publicKey, query) {
  query.set("is_chat", "true");
  const asked = new URL(`widget/${encodeURIComponent(publicKey)}?${query}`, ROOT);
  try {
    return publicKey ? (await import(asked.href)).default : null;
  } catch {
    return null;
  }
}

export async function catalogue(language) {
  const answer = await fetch(new URL(`../words/${language}.json`, import.meta.url));
  return answer.json();
}

async function fetched(url, asked) {
  try {
    const answer = await fetch(url, asked);
    const text = await answer.text();
    return { ok: answer.ok, status: answer.status, read: parsed(text), wait: Number(answer.headers.get("Retry-After")) || 0 };
  } catch {
    throw new Problem(0, {});
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) || {};
  } catch {
    return {};
  }
}

const said = (who) => Object.fromEntries(Object.entries(who).filter(([, value]) => value));
