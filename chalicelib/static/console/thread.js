// The conversation: the customer on the left, the team on the right, small lines for what happened.

import { el, fill } from "../shared/dom.js";
import { clock, day, exact } from "../shared/times.js";
import * as api from "./api.js";

const STATES = {
  queued: "Waiting to be sent",
  sending: "Sending…",
  sent: "Sent",
  delivered: "Delivered",
  read: "Read",
  failed: "Not delivered",
  unknown: "May not have arrived",
};
const FLAGS = {
  not_requester: "Not written by the customer of this ticket",
  unverified_sender: "The sender's address could not be verified",
  virus: "This mail carries a virus; its files cannot be opened",
};
const SIZES = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const NEAR = 80;
// The frame inherits the page's policy; this one is for whoever changes that.
const MAIL_POLICY = "default-src 'none'; img-src data:; style-src 'self'";

export function thread({ onOlder, onRetry }) {
  const older = el("button", { class: "quiet", on: { click: loadOlder } }, "Show older messages");
  const trouble = el("p", { class: "trouble", role: "alert", hidden: true });
  const log = el("ol", { role: "log", "aria-label": "Conversation", "aria-live": "polite" });
  const element = el("div", { class: "thread", tabindex: "0", role: "region", "aria-label": "Messages" }, older, trouble, log);
  const shown = new Map();
  let ticketId = "";

  function loading() {
    shown.clear();
    ticketId = "";
    older.hidden = true;
    fill(log, el("li", { class: "centre muted" }, "Loading…"));
  }

  function draw(ticket, entries, hasOlder) {
    const isNew = ticketId !== ticket.id;
    const isAtEnd = isNew || element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    const wasHigh = element.scrollHeight;
    const wasFirst = log.firstElementChild;
    ticketId = ticket.id;
    older.hidden = !hasOlder;
    fill(log, rows(entries));
    if (isAtEnd) element.scrollTop = element.scrollHeight;
    else if (wasFirst !== log.firstElementChild) element.scrollTop += element.scrollHeight - wasHigh;
  }

  // What is on the screen and did not change stays the same element: open mails stay open.
  function rows(entries) {
    const found = [];
    let before = "";
    for (const entry of entries) {
      const today = day(entry.created_at);
      if (today !== before) found.push(separator(today));
      before = today;
      const text = JSON.stringify(entry);
      const known = shown.get(entry.id);
      const row = known?.text === text ? known.row : line(entry, onRetry);
      shown.set(entry.id, { text, row });
      found.push(row);
    }
    return found;
  }

  const separators = new Map();

  function separator(text) {
    if (!separators.has(text)) separators.set(text, el("li", { class: "day" }, text));
    return separators.get(text);
  }

  async function loadOlder() {
    older.disabled = true;
    trouble.hidden = true;
    try {
      await onOlder();
    } catch (problem) {
      trouble.textContent = problem.message;
      trouble.hidden = false;
    } finally {
      older.disabled = false;
    }
  }

  return { element, draw, loading };
}

function line(entry, onRetry) {
  if (entry.kind === "event") {
    const words = `${happening(entry)} · `;
    return el("li", { class: "event muted" }, words, clock(entry.created_at));
  }
  const isNote = entry.kind === "note";
  const side = isNote ? "note" : entry.direction;
  return el(
    "li",
    { class: `entry ${side}` },
    el(
      "article",
      { "aria-label": `${isNote ? "Note" : "Message"} by ${authorName(entry)}` },
      el(
        "p",
        { class: "by muted" },
        el("strong", {}, authorName(entry)),
        isNote && el("span", { class: "chip" }, "Private note"),
        entry.is_automatic && el("span", { class: "chip" }, "Automatic"),
        clock(entry.created_at),
      ),
      (entry.flags || []).map((flag) => el("p", { class: "warning" }, warning(entry, flag))),
      el("p", { class: "text" }, entry.text || "(no text)"),
      entry.quoted && quoted(entry.quoted),
      entry.html && formatted(entry.html),
      entry.attachments?.length ? files(entry) : null,
      entry.notice && el("p", { class: "muted" }, `Note on reading: ${entry.notice.replaceAll("_", " ")}`),
      delivery(entry, onRetry),
    ),
  );
}

// Whoever opens the chat may type anybody's address.
function warning(entry, flag) {
  const isClaimed = flag === "unverified_sender" && entry.channel === "webchat";
  return isClaimed ? "Not signed in to the shop: name and address are only what was typed" : FLAGS[flag] || flag;
}

function authorName(entry) {
  const byType = { customer: "Customer", agent: "Agent", customer_agent: "Customer Agent", system: "Deskhand" };
  return entry.author.name || entry.sender || byType[entry.author.type];
}

function quoted(text) {
  return el("details", {}, el("summary", {}, "Quoted text"), el("p", { class: "text muted" }, text));
}

function formatted(html) {
  const details = el("details", { class: "formatted" }, el("summary", {}, "Show the formatted mail"));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(mailFrame(html));
  });
  return details;
}

// No scripts, no origin, no pictures from elsewhere: a stranger wrote this.
function mailFrame(html) {
  const sheet = new URL("static/console/mail.css", document.baseURI).href;
  return el("iframe", {
    title: "Formatted mail",
    sandbox: "allow-popups allow-popups-to-escape-sandbox",
    referrerpolicy: "no-referrer",
    srcdoc:
      `<!doctype html><meta http-equiv="Content-Security-Policy" content="${MAIL_POLICY}">` +
      `<meta name="referrer" content="no-referrer"><base target="_blank">` +
      `<link rel="stylesheet" href="${sheet}">${html}`,
  });
}

function files(entry) {
  const said = el("span", { role: "status", class: "muted" });
  const buttons = entry.attachments.map((file) =>
    el("button", { on: { click: () => download(entry, file, said) } }, `${file.name || "File"} (${size(file.size)})`),
  );
  return el("div", { class: "files", role: "group", "aria-label": "Attachments" }, buttons, said);
}

async function download(entry, file, said) {
  said.textContent = "";
  try {
    const path = `v1/messages/${encodeURIComponent(entry.id)}/attachments/${encodeURIComponent(file.id)}`;
    const { url } = await api.get(path);
    window.location.assign(url);
  } catch (problem) {
    said.textContent = problem.message;
  }
}

function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${SIZES.format(bytes / 1e3)} kB` : `${SIZES.format(bytes / 1e6)} MB`;
}

function delivery(entry, onRetry) {
  if (entry.direction !== "outbound" || !entry.state) return null;
  const isBad = entry.state === "failed" || entry.state === "unknown";
  const detail = entry.state_detail ? `: ${entry.state_detail}` : "";
  const words = el("span", { class: isBad ? "bad" : "muted" }, `${STATES[entry.state] || entry.state}${detail}`);
  const again = isBad ? el("button", { class: "quiet", on: { click: () => onRetry(entry) } }, "Send again") : null;
  return el("p", { class: "state" }, words, again);
}

function happening({ author, event, details = {} }) {
  const who = author.name || { customer: "The customer", system: "Deskhand" }[author.type] || "Somebody";
  const because = { time: "the snooze ended", customer_wrote: "the customer wrote", inactivity: "nobody wrote for long",
    offline: "who had it is offline", deactivated: "who had it has left" };
  const why = because[details.because] ? `, because ${because[details.because]}` : "";
  const way = { round_robin: ", whose turn it was", team: ", whose turn it was in the team" }[details.because] || "";
  const tags = `the ${details.tags?.includes(", ") ? "tags" : "tag"} ${details.tags}`;
  const words = {
    assigned: () =>
      author.id === details.agent_id ? `${who} took this` : `${who} assigned this to ${details.name || "an agent"}${way}`,
    unassigned: () => `${who} took the assignment away${why}`,
    snoozed: () => `${who} snoozed this until ${exact(details.until)}`,
    woke: () => `The ticket woke${why}`,
    closed: () => `${who} closed this${why}`,
    reopened: () => `${who} reopened this${why}`,
    tagged: () => `${who} added ${tags}`,
    untagged: () => `${who} removed ${tags}`,
    marked_spam: () => (details.because ? `${who} took this for spam: ${details.because}` : `${who} marked this as spam`),
    marked_not_spam: () => `${who} marked this as not spam`,
    ended: () => `${who} ended the chat`,
  };
  return words[event] ? words[event]() : `${who}: ${event}`;
}
