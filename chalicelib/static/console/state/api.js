// The API, as the console speaks to it. Addresses are relative: a stage name may stand before them.

const KEY = "deskhand.session";
const ROOT = new URL(".", document.baseURI);
const PATIENCE = 30000;

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

  // Nothing is wrong with what was asked: later it may be done.
  get isPassing() {
    return this.isOffline || this.status === 401 || this.status === 429 || this.status >= 500;
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

let ended = () => {};

let lacked = () => {};

// Who is told when something is refused that the account's plan does not include.
export function onLacking(listener) {
  lacked = listener;
}

// Who is told when the server no longer knows the session.
export function onSignedOut(listener) {
  ended = listener;
}

export const get = (path, query = {}) => bodyOf("GET", withQuery(path, query));
export const post = (path, body = {}, more = {}) => bodyOf("POST", path, { body, ...more });
export const put = (path, body) => bodyOf("PUT", path, { body });
export const patch = (path, body, more = {}) => bodyOf("PATCH", path, { body, ...more });
export const remove = (path, more = {}) => bodyOf("DELETE", path, more);

const bodyOf = async (...how) => (await call(...how)).body;

// `key` makes a call that is tried again take effect once; `version` makes it depend on what was seen. Cookies are neither
// sent nor taken, unless `credentials` say otherwise.
export async function call(method, path, { body, key, version, credentials = "omit" } = {}) {
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
      credentials,
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE),
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
  if (answer.ok) return { body, version: versionOf(answer) };
  if (answer.status === 401 && token && token === session.token) {
    session.token = null;
    ended();
  }
  if (answer.status === 402) lacked();
  throw new Problem(answer.status, body);
}

// What a ticket's version is after a change of it.
function versionOf(answer) {
  const [digits] = /\d+/.exec(answer.headers.get("ETag") || "") || [];
  return digits && Number(digits);
}

function withQuery(path, query) {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return kept.length ? `${path}?${new URLSearchParams(kept)}` : path;
}
