// The chat's screen: whom one writes to, what is often asked, the conversation, and where one writes.

import { el, fill } from "../shared/dom.js";
import { addressing } from "./address.js";
import { asking, keepAsFile, transcript } from "./ending.js";
import { faq } from "./faq.js";
import { CUSTOMER_AGENT, nameOf } from "./naming.js";
import { thread } from "./thread.js";
import { writing } from "./write.js";

const FOCUSABLE = "button, input, textarea, summary, a[href], [tabindex='0']";

export function face(shop, words, acts) {
  const { say } = words;
  const root = document.getElementById("chat");
  const write = writing(words, acts);
  const talk = thread(shop, words, acts, write.focus);
  const address = addressing(words, acts.leaveEmail, write.focus);
  const questions = shop.faq.length > 0 && faq(words, shop.faq);
  const heading = say("dialog", { name: shop.name });
  const office = el("p", { class: "muted office" });
  const closer = acts.isFramed && el("button", { class: "quiet icon", type: "button", "aria-label": say("close"), on: { click: acts.close } }, "×");
  const menu = el("div", { class: "menu", id: "menu", popover: "auto", on: { click: () => menu.hidePopover() } });
  const more = el("button", { class: "quiet icon", type: "button", "aria-label": say("more"), title: say("more"), popovertarget: "menu" }, "⋯");
  const back = button("faq", () => turn("faq"));
  const sure = asking(words, () => tried(acts.endChat));
  const end = button("end", () => sure.showModal());
  const save = button("download", () => keepAsFile("chat.txt", transcript(words, heading, shown.messages, (author) => nameOf(shop, words, author))));
  const forget = button("forget", acts.forgetMe);
  const links = el("p", { class: "links muted", hidden: true }, link("privacy", shop.privacy_url), link("terms", shop.terms_url));
  const said = el("p", { class: "said", role: "status" });
  const talking = el("button", { class: "main talk", type: "button", on: { click: () => turn("talk") } }, say("faq_talk"));
  let shown = { messages: [] };
  let chosen = "";
  let known = "";

  document.documentElement.lang = shop.language;
  document.documentElement.dir = shop.direction;
  document.title = heading;
  paint(shop);
  fill(
    root,
    el("header", {}, el("div", { class: "about" }, el("h1", {}, heading), office), more, closer, menu),
    el("main", { on: write.dropped }, questions && questions.element, talk.element),
    el("footer", { on: write.dropped }, address.element, said, links, talking, write.element),
    sure,
  );
  menu.append(back, save, end, forget);
  if (acts.isFramed) {
    root.setAttribute("role", "dialog");
    root.setAttribute("aria-label", heading);
    document.addEventListener("keydown", hold);
  }

  function button(name, act) {
    return el("button", { class: "quiet", type: "button", hidden: true, on: { click: () => tried(act) } }, say(name));
  }

  function link(name, address) {
    return /^https:/.test(address) && el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, say(name));
  }

  async function tried(act) {
    try {
      await act();
    } catch {
      tell(say("not_now"));
    }
  }

  // From the questions to the conversation, and back.
  function turn(place) {
    chosen = place;
    acts.redraw();
    focus();
  }

  function place(now) {
    const isFresh = !now.messages.length && !now.waiting.length && !acts.uploads.all.length;
    const isForgotten = isFresh && shown.messages.length > 0;
    const isAnswered = now.messages.length > shown.messages.length;
    if (isForgotten || isAnswered) chosen = "";
    if (!questions) return "talk";
    return chosen || (isFresh && !now.isKept ? "faq" : "talk");
  }

  function draw(now) {
    const isFresh = !now.messages.length && !now.waiting.length;
    const isTalk = place(now) === "talk";
    shown = now;
    talk.draw({ ...now, welcome: shop.helper?.greeting || shop.welcome || say("greeting"), helper: shop.helper && { type: CUSTOMER_AGENT, name: shop.helper.name } });
    write.draw();
    if (questions) questions.element.hidden = isTalk;
    back.hidden = !questions || !isTalk;
    talking.hidden = isTalk;
    talk.element.hidden = write.element.hidden = !isTalk;
    save.hidden = !now.messages.length;
    end.hidden = isFresh || now.isEnded || !now.isKept;
    forget.hidden = !now.isKept;
    more.hidden = [...menu.children].every((each) => each.hidden);
    links.hidden = !isFresh || !links.children.length;
    drawOffice(now.office);
    // Where nobody is, it is asked at once; else only once there is something to answer.
    address.element.hidden = !isTalk || Boolean(now.email) || (isOpenNow(now.office) && isFresh) || now.isEnded || Boolean(now.handoff);
    drawSaid(now);
  }

  function drawSaid(now) {
    const isOffline = now.waiting.filter((one) => !one.isFailed).length;
    if (now.trouble) tell(say(now.trouble, { count: isOffline }), "trouble");
    else if (now.email && known !== now.email && address.isTyped()) tell(say("email_saved", { email: now.email }));
    else if (known === now.email) tell("");
    known = now.email;
  }

  function drawOffice(hours) {
    const isOpen = isOpenNow(hours);
    const until = !isOpen && hours.opens_at ? ` ${say("back", { moment: words.opening(hours.opens_at) })}` : "";
    const told = isOpen ? say("here") : say("away") + until;
    if (office.textContent !== told) office.textContent = told;
  }

  function tell(told, kind = "muted") {
    said.className = `said ${kind}`;
    if (said.textContent !== told) said.textContent = told;
  }

  function hold(event) {
    if (sure.open || menu.matches(":popover-open")) return;
    if (event.key === "Escape") acts.close();
    if (event.key !== "Tab") return;
    const stops = [...root.querySelectorAll(FOCUSABLE)].filter((one) => !one.disabled && one.checkVisibility());
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (document.activeElement !== from) return;
    event.preventDefault();
    to.focus();
  }

  function focus() {
    if (write.element.hidden) questions.focus();
    else write.focus();
  }

  return { draw, focus, isTyping: write.isTyping };
}

const isOpenNow = (hours) => hours.is_open || (hours.opens_at && Date.parse(hours.opens_at) <= Date.now());

function paint({ color, words_color: words }) {
  const isColor = /^#[0-9a-f]{6}$/;
  if (!isColor.test(color) || !isColor.test(words)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root{--brand:${color};--brand-words:${words}}`);
  document.adoptedStyleSheets = [sheet];
}
