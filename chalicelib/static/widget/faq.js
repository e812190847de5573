// What is often asked, with its answers: read before one writes, and found by its words.

import { el } from "../shared/dom.js";

const SEARCHED_FROM = 5;

export function faq({ say }, questions) {
  const rows = questions.map((one) => ({ words: plain(`${one.question} ${one.answer}`), element: row(one) }));
  const nothing = el("p", { class: "muted", role: "status" });
  const search = el("input", { type: "search", "aria-label": say("faq_search"), placeholder: say("faq_search"), dir: "auto", on: { input: sift } });
  const title = el("h2", { tabindex: "-1" }, say("faq"));
  const element = el(
    "section",
    { class: "scroll faq" },
    title,
    questions.length >= SEARCHED_FROM && search,
    el("ul", {}, rows.map((each) => each.element)),
    nothing,
  );

  function row({ question, answer, link }) {
    const more = /^https?:/.test(link) && el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, say("faq_more"));
    const summary = el("summary", {}, el("span", { dir: "auto" }, question));
    return el("li", {}, el("details", {}, summary, el("p", { class: "answer", dir: "auto" }, answer), more));
  }

  function sift() {
    const wanted = plain(search.value).split(/\s+/);
    for (const { words, element: shown } of rows) shown.hidden = !wanted.every((word) => words.includes(word));
    nothing.textContent = rows.every((each) => each.element.hidden) ? say("faq_none") : "";
  }

  return { element, focus: () => title.focus({ preventScroll: true }) };
}

// As people type it: without regard to case and accents.
const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase().trim();
