// The settings that are here so far: forwarding of mail, round robin, auto-close, the follow-up mail, the badge.

import { el, field, fill } from "../shared/dom.js";
import { relative } from "../shared/times.js";
import * as api from "./api.js";

const STATES = { pending: "Waiting for the test mail", verified: "Verified", failed: "The test mail did not come back" };

export function settingsPage(me, { onBadge, onRouting }) {
  const content = el("div", { class: "sections" });
  const said = el("p", { role: "status", class: "muted" });
  const element = el("main", { class: "settings", tabindex: "-1" }, el("h1", {}, "Settings"), said, content);
  const isEditor = me.permissions.includes("settings:write");

  async function show() {
    said.textContent = content.children.length ? "" : "Loading…";
    try {
      draw(await api.get("v1/settings"));
      said.textContent = isEditor ? "" : "Your role may look at the settings, but not change them.";
    } catch (problem) {
      said.textContent = problem.message;
      fill(content, el("button", { on: { click: show } }, "Try again"));
    }
  }

  function draw(settings) {
    fill(content, forwarding(settings.email), inbound(settings), autoClose(settings.auto_close), followUp(settings.web_chat), badge(settings), chat());
    if (!isEditor) for (const input of content.querySelectorAll("input, button")) input.disabled = true;
  }

  function forwarding(email) {
    const address = el("input", { type: "email", required: true, maxlength: 254 });
    const outcome = el("p", { role: "status" });
    const add = async (event) => {
      event.preventDefault();
      await attempt(outcome, () => api.post("v1/settings/email/addresses", { address: address.value }), show);
    };
    return section(
      "Email support and forwarding",
      el("p", {}, "Forward the mail of your support address to this address; each mail becomes a ticket:"),
      el("p", {}, el("code", {}, email.inbound_address)),
      email.advice && el("p", { class: "muted" }, email.advice),
      el("ul", { class: "addresses" }, (email.addresses || []).map((support) => supportAddress(support, outcome))),
      el("form", { on: { submit: add } }, field("Support address", address), el("button", { type: "submit" }, "Add address")),
      outcome,
    );
  }

  function supportAddress(support, outcome) {
    const path = `v1/settings/email/addresses/${encodeURIComponent(support.address)}`;
    const test = () => attempt(outcome, () => api.post(`${path}/test`), show, "The test mail is on its way.");
    const forget = () => attempt(outcome, () => api.remove(path), show, `${support.address} is no longer used.`);
    const when = support.verified_at || support.tested_at;
    const state = `${STATES[support.state] || support.state}${when ? `, ${relative(when)}` : ""}`;
    return el(
      "li",
      {},
      el("span", {}, el("strong", {}, support.address), " ", el("span", { class: support.state === "verified" ? "good" : "muted" }, state)),
      el("button", { "aria-label": `Test ${support.address}`, on: { click: test } }, "Send test mail"),
      el("button", { class: "quiet", "aria-label": `Remove ${support.address}`, on: { click: forget } }, "Remove"),
    );
  }

  function inbound({ round_robin: current }) {
    const enabled = el("input", { type: "checkbox", checked: current.enabled });
    return editor(
      "Inbound messages",
      [check("Round robin: new tickets go in turn to whoever is online", enabled)],
      () => ({ round_robin: { enabled: enabled.checked } }),
      onRouting,
    );
  }

  function autoClose(current) {
    const enabled = el("input", { type: "checkbox", checked: current.enabled });
    const hours = el("input", { type: "number", min: 1, max: 2160, required: true, value: String(current.after_hours) });
    const text = el("textarea", { rows: 2, maxlength: 2000, value: current.closing_text || "" });
    return editor(
      "Auto-close",
      [
        check("Close tickets after a time without a word from the customer", enabled),
        field("Hours until a ticket is closed", hours),
        field("Closing text", text, "Sent to the customer before; empty sends nothing."),
      ],
      () => ({
        auto_close: { enabled: enabled.checked, after_hours: Number(hours.value), closing_text: text.value },
      }),
    );
  }

  function followUp({ follow_up_email: current }) {
    const enabled = el("input", { type: "checkbox", checked: current.enabled });
    const from = el("input", { type: "email", maxlength: 254, value: current.from_address || "" });
    return editor(
      "Chat follow-up email",
      [
        check("Mail visitors once when they left before they read your answer", enabled),
        field("Support email address", from, "Use an address on your own domain: mail from it is less often taken for spam."),
      ],
      () => ({ web_chat: { follow_up_email: { enabled: enabled.checked, from_address: from.value } } }),
    );
  }

  function badge({ unread_badge: current }) {
    const enabled = el("input", { type: "checkbox", checked: current.enabled });
    return editor(
      "Unread conversation notification",
      [check("Show how many tickets are unread", enabled)],
      () => ({ unread_badge: { enabled: enabled.checked } }),
      onBadge,
    );
  }

  function chat() {
    const page = new URL(`chat?key=${encodeURIComponent(me.account.public_key)}`, document.baseURI).href;
    return section(
      "Web chat",
      el("p", {}, "Your visitors' chat is at this address:"),
      el("p", {}, el("a", { href: page, target: "_blank", rel: "noopener" }, page)),
    );
  }

  function editor(title, fields, changes, done = () => {}) {
    const outcome = el("p", { role: "status" });
    const submit = async (event) => {
      event.preventDefault();
      await attempt(outcome, () => api.patch("v1/settings", changes()), done, "Saved.");
    };
    const save = el("button", { class: "main", type: "submit", "aria-label": `Save ${title}` }, "Save");
    return section(title, el("form", { on: { submit } }, fields, save), outcome);
  }

  return { element, show };
}

function section(title, ...content) {
  return el("section", { "aria-label": title }, el("h2", {}, title), content);
}

function check(label, input) {
  return el("label", { class: "check" }, input, el("span", {}, label));
}

async function attempt(outcome, action, done, words = "") {
  outcome.className = "";
  outcome.textContent = "Saving…";
  try {
    await action();
    outcome.className = "good";
    outcome.textContent = words;
    await done();
  } catch (problem) {
    const details = (problem.body?.errors || []).map((fault) => fault.detail).join(" ");
    outcome.className = "trouble";
    outcome.textContent = `${problem.message} ${details}`.trim();
  }
}
