// The conversation as it stands on the page. Rows that stay as they are stay where they are, so
// that a reader of screens is told only what is new.

import { el, hiddenText } from "../shared/dom.js";
import { files } from "../shared/files.js";
import { ELSEWHERE, linked } from "../shared/links.js";
import { handoff } from "./handoff.js";
import { naming } from "./naming.js";

const NEAR = 60;
const ONE_GROUP = 300000;

export function thread(shop, words, acts, focus) {
  const { say, clock, exact, day } = words;
  const named = naming(shop, words);
  const human = handoff(words, acts.handOff, focus, named);
  const list = el("ol");
  const log = el("div", { role: "log", "aria-label": say("conversation"), "aria-live": "polite" }, list);
  const typing = el("p", { class: "muted typing", role: "status" });
  const scroll = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("messages") }, log, human.element, human.told, typing);
  const rows = new Map();
  let isAtEnd = true;
  scroll.addEventListener("scroll", () => (isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR));
  // Who reads the end keeps it in sight, also when pictures come or the room gets less.
  const growth = new ResizeObserver(() => isAtEnd && scroll.scrollTo({ top: scroll.scrollHeight }));
  for (const each of [list, scroll, human.element]) growth.observe(each);
  const aboutFiles = { all: say("files"), one: say("file"), failed: say("not_now") };

  function draw({ messages, waiting, welcome, isSeen, isEnded, isTyping, helper, handoff: stage }) {
    isAtEnd ||= waiting.some((one) => !rows.has(one.id));
    const shown = [...messages, ...waiting.map((one) => ({ ...one, direction: "inbound", source: one }))];
    const wanted = [kept("welcome", "", () => entry({ text: welcome, author: helper }, {}))];
    const newest = messages.filter((message) => message.direction === "inbound").at(-1);
    shown.forEach((message, at) => {
      const before = shown[at - 1];
      if (!before || day(before.created_at) !== day(message.created_at)) wanted.push(dayRow(message.created_at));
      wanted.push(row(message, before, message === newest && (isSeen ? "seen" : "sent")));
    });
    if (isEnded) wanted.push(kept("ended", "", () => el("li", { class: "event muted" }, say("ended"))));
    settle(list, wanted);
    human.draw(stage, isEnded);
    const told = isTyping ? say("typing") : "";
    if (typing.textContent !== told) typing.textContent = told;
  }

  function row(message, before, arrived) {
    const state = message.source ? (message.isFailed ? "failed" : "sending") : arrived || "";
    const follows = isOneGroup(before, message);
    return kept(message.id, `${state}${follows}`, () => entry(message, { state, follows }));
  }

  const dayRow = (moment) => kept(`day ${day(moment)}`, "", () => el("li", { class: "event muted" }, day(moment)));

  function kept(id, state, make) {
    const known = rows.get(id);
    if (known && known.state === state) return known.element;
    const element = make();
    rows.set(id, { element, state });
    return element;
  }

  function entry(message, { state, follows }) {
    const isMine = message.direction === "inbound";
    const time = message.created_at && el("time", { datetime: message.created_at, title: exact(message.created_at) }, clock(message.created_at));
    return el(
      "li",
      { class: `entry ${isMine ? "mine" : "theirs"}` },
      el("p", { class: follows ? "visually-hidden" : "by muted" }, isMine ? hiddenText(say("you")) : named(message.author), " ", time),
      message.text && el("p", { class: "text", dir: "auto" }, linked(message.text).map(part)),
      message.files?.length > 0 && el("p", { class: "text", dir: "auto" }, message.files.map((file) => file.name).join(", ")),
      message.attachments?.length > 0 && files(message.attachments, (file) => acts.linkOf(message, file), aboutFiles),
      stateLine(message, state),
    );
  }

  function stateLine(message, state) {
    if (state !== "failed") return state && el("p", { class: "by muted" }, say(state));
    const again = el("button", { class: "quiet", type: "button", on: { click: () => acts.retry(message.source) } }, say("retry"));
    const drop = el("button", { class: "quiet", type: "button", on: { click: () => acts.remove(message.source) } }, say("remove"));
    return el("div", { class: "failed" }, el("p", {}, say(message.source.why || "failed")), again, drop);
  }

  return { element: scroll, draw };
}

const part = (one) => (one.href ? el("a", { href: one.href, title: one.href, ...ELSEWHERE }, one.text) : one);

function isOneGroup(before, message) {
  if (!before || before.direction !== message.direction || before.author?.name !== message.author?.name) return false;
  return new Date(message.created_at) - new Date(before.created_at) < ONE_GROUP;
}

function settle(list, wanted) {
  wanted.forEach((row, at) => {
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] || null);
  });
  while (list.children.length > wanted.length) list.lastChild.remove();
}
