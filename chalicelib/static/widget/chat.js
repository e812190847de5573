// A plain chat with the shop. Opened as /chat?key=<the shop's public key>.

import { el, field, fill, hiddenText } from "../shared/dom.js";
import { clock, exact } from "../shared/times.js";
import { line } from "./line.js";

const EVERY = 2000;
const HIDDEN = 20000;
const HIDDEN_FOR = 120000;
const NEAR = 60;

const root = document.getElementById("chat");
const publicKey = new URLSearchParams(location.search).get("key") || "";
const server = line(publicKey);

const title = el("h1", {}, "Chat");
const office = el("p", { class: "muted office" });
const end = el("button", { class: "quiet", hidden: true, on: { click: endChat } }, "End chat");
const forget = el("button", { class: "quiet", hidden: true, on: { click: forgetMe } }, "Forget me");
const log = el("ol", { role: "log", "aria-label": "Conversation", "aria-live": "polite" });
const scroll = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Messages" }, log);
const said = el("p", { class: "said muted", role: "status" });
const name = el("input", { autocomplete: "name", maxlength: 120 });
const email = el("input", { type: "email", autocomplete: "email", maxlength: 254 });
const who = el("fieldset", { class: "who" }, el("legend", {}, "About you (optional)"), field("Name", name), field("Email", email));
const text = el("textarea", { rows: 2, maxlength: 10000, "aria-label": "Message", placeholder: "Write a message", on: { input: enable, keydown: hurry } });
const send = el("button", { class: "main", type: "submit", disabled: true }, "Send");
const form = el("form", { class: "write", on: { submit } }, who, text, send);

const messages = new Map();
const waiting = [];
let conversation = "";
let after = 0;
let seen = 0;
let isEnded = false;
let isFlushing = false;
let timer = 0;
let hiddenAt = 0;

async function open() {
  if (!publicKey) {
    fill(root, el("p", { class: "centre trouble", role: "alert" }, "This chat has no shop. Ask the shop for its address."));
    return;
  }
  fill(root, el("header", {}, el("div", {}, title, office), el("div", { class: "row" }, end, forget)), el("main", {}, scroll), el("footer", {}, said, form));
  greet();
  if (server.isKnown) await poll();
  else await begin({});
  text.focus({ preventScroll: true });
}

async function begin(details) {
  try {
    const session = await server.start(details);
    if (session.account?.name) title.textContent = `Chat with ${session.account.name}`;
    document.title = title.textContent;
    showOffice(session.office);
    say("");
  } catch (problem) {
    const isGone = [401, 403, 404, 422].includes(problem.status);
    say(isGone ? "This chat is not available." : `${problem.message} Please try again in a moment.`);
  }
}

function showOffice(hours) {
  if (!hours) return;
  const opens = hours.opens_at ? ` We are back ${exact(hours.opens_at)}.` : "";
  office.textContent = hours.is_open ? "We are here." : `We are away.${opens} Leave your email and we answer there.`;
}

function greet() {
  const isFresh = !messages.size && !waiting.length;
  who.hidden = !isFresh || server.isKept;
  end.hidden = isFresh || isEnded;
  forget.hidden = !server.isKept;
  if (isFresh) fill(log, el("li", { class: "event muted" }, "Hello! How can we help?"));
}

function submit(event) {
  event.preventDefault();
  const words = text.value.trim();
  if (!words) return;
  waiting.push({ text: words, key: crypto.randomUUID(), at: new Date().toISOString() });
  text.value = "";
  enable();
  draw();
  flush();
}

// One after the other, each under its own key: after a break all arrive, once and in order.
async function flush() {
  if (isFlushing) return;
  isFlushing = true;
  try {
    await introduce();
    while (waiting.length) {
      const next = waiting[0];
      add(await server.send(next.text, next.key));
      waiting.shift();
      server.keep();
      isEnded = false;
      draw();
    }
    say("");
    again(0);
  } catch (problem) {
    recover(problem);
  } finally {
    isFlushing = false;
  }
}

async function introduce() {
  const details = {};
  if (name.value.trim()) details.name = name.value.trim();
  if (email.value.trim()) details.email = email.value.trim();
  if (!server.isKnown || (!server.isKept && (details.name || details.email))) {
    const session = await server.start(details);
    showOffice(session.office);
  }
}

function recover(problem) {
  if (problem.status === 401) {
    startOver();
    setTimeout(flush, 1000);
    return;
  }
  if (problem.status === 422) {
    const refused = waiting.shift();
    text.value = refused ? refused.text : text.value;
    say(problem.message);
    draw();
    enable();
    return;
  }
  say(`${problem.message} ${waiting.length} not sent yet; trying again…`);
  setTimeout(flush, 3000);
}

async function poll() {
  clearTimeout(timer);
  if (!server.isKnown) return;
  const asked = after;
  try {
    const news = await server.poll(asked);
    showOffice(news.office);
    if (news.conversation && conversation && news.conversation !== conversation && asked) {
      conversation = news.conversation;
      after = 0;
      seen = 0;
      return again(0);
    }
    conversation = news.conversation || conversation;
    for (const message of news.data) add(message);
    after = Math.max(asked, news.sequence || 0);
    isEnded = Boolean(news.is_ended);
    if (!waiting.length) say("");
    draw();
    tellSeen();
  } catch (problem) {
    if (problem.status === 401) {
      startOver();
      return begin({});
    }
    say("No connection. Trying again…");
  }
  return again(document.hidden ? HIDDEN : EVERY);
}

// A page that nobody looks at falls silent, so that the shop can mail instead.
function again(delay) {
  clearTimeout(timer);
  if (!server.isKept) return;
  if (document.hidden && hiddenAt && Date.now() - hiddenAt > HIDDEN_FOR) return;
  timer = setTimeout(poll, delay);
}

async function tellSeen() {
  if (document.hidden) return;
  const newest = Math.max(0, ...[...messages.values()].filter((m) => m.of === conversation && m.direction === "outbound").map((m) => m.sequence));
  if (newest <= seen) return;
  seen = newest;
  try {
    await server.seen(newest);
  } catch {
    seen = 0;
  }
}

async function endChat() {
  end.disabled = true;
  try {
    await server.end();
    isEnded = true;
    draw();
  } catch (problem) {
    say(problem.message);
  } finally {
    end.disabled = false;
  }
}

async function forgetMe() {
  try {
    await server.forget();
  } catch {
    // The device forgets in any case.
  }
  startOver();
  name.value = "";
  email.value = "";
  draw();
  begin({});
}

function startOver() {
  server.drop();
  messages.clear();
  conversation = "";
  after = 0;
  seen = 0;
  isEnded = false;
}

function add(message) {
  messages.set(message.id, { ...message, of: conversation });
}

function draw() {
  const isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
  const shown = [...messages.values()].sort((a, b) => a.created_at.localeCompare(b.created_at) || a.sequence - b.sequence);
  fill(
    log,
    shown.map(row),
    waiting.map((message) => row({ ...message, id: message.key, direction: "inbound", created_at: message.at, isWaiting: true })),
    isEnded && el("li", { class: "event muted" }, "This chat has ended. Write again to start a new one."),
  );
  greet();
  if (isAtEnd) scroll.scrollTop = scroll.scrollHeight;
}

const rows = new Map();

function row(message) {
  const known = rows.get(message.id);
  if (known && known.isWaiting === Boolean(message.isWaiting)) return known.element;
  const mine = message.direction === "inbound";
  const by = mine ? "You" : message.author?.name || "The team";
  const element = el(
    "li",
    { class: `entry ${mine ? "mine" : "theirs"}` },
    el("p", { class: "by muted" }, mine ? hiddenText(by) : by, " ", message.isWaiting ? "Sending…" : clock(message.created_at)),
    el("p", { class: "text" }, message.text),
  );
  rows.set(message.id, { element, isWaiting: Boolean(message.isWaiting) });
  return element;
}

function say(words) {
  said.textContent = words;
}

function enable() {
  send.disabled = !text.value.trim();
}

function hurry(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
}

document.addEventListener("visibilitychange", () => {
  hiddenAt = document.hidden ? Date.now() : 0;
  if (!document.hidden) again(0);
});
window.addEventListener("online", flush);
open();
