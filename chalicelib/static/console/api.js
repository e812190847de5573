// The API, as the console speaks to it. Addresses are relative: a stage name may stand before them.

const KEY = "deskhand.session";
const ROOT = new URL(".", document.baseURI);

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || "Something went wrong.");
    this.status = status;
    this.code = body.code || "error";
    this.body = body;
  }

  get isOffline() {
    return this.status === 0;
  }
}

export const session = {
  get token() {
    return localStorage.getItem(KEY);
  },
  set token(value) {
    if (value) localStorage.setItem(KEY, value);
    else localStorage.removeItem(KEY);
  },
};

const ended = new EventTarget();

export function onSignedOut(listener) {
  ended.addEventListener("ended", listener);
}

export const get = (path, query = {}) => call("GET", withQuery(path, query));
export const post = (path, body = {}, more = {}) => call("POST", path, { body, ...more });
export const put = (path, body) => call("PUT", path, { body });
export const patch = (path, body, more = {}) => call("PATCH", path, { body, ...more });
export const remove = (path) => call("DELETE", path);

// `key` makes a call that is tried again take effect once; `version` makes it depend on what was seen.
async function call(method, path, { body, key, version } = {}) {
  const token = session.token;
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["Idempotency-Key"] = key || crypto.randomUUID();
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  let answer;
  try {
    answer = await fetch(new URL(path, ROOT), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
  } catch {
    throw new Problem(0, { detail: "The server cannot be reached." });
  }
  return read(answer, token);
}

async function read(answer, token) {
  const text = await answer.text();
  let body = {};
  try {
    body = text ? JSON.parse(text) : {};
  } catch {
    body = { detail: `The server answered ${answer.status}.` };
  }
  if (answer.ok) return body;
  if (answer.status === 401 && token && token === session.token) {
    session.token = null;
    ended.dispatchEvent(new Event("ended"));
  }
  throw new Problem(answer.status, body);
}

function withQuery(path, query) {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return kept.length ? `${path}?${new URLSearchParams(kept)}` : path;
}
