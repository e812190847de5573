// Where a visitor writes: words, files, and the button that sends both.

import { el } from "../shared/dom.js";
import { taking } from "../shared/posting.js";
import { attaching } from "./attach.js";

const TYPING_FOR = 3000;

export function writing(words, acts) {
  const { say } = words;
  const { uploads } = acts;
  const text = el("textarea", { rows: 1, maxlength: 10000, "aria-label": say("message"), placeholder: say("write"), dir: "auto", on: { input: typed, keydown: hurry } });
  const send = el("button", { class: "main", type: "submit", disabled: true }, say("send"));
  const files = attaching(words, uploads, () => text.focus());
  const { paste, ...dropped } = taking(uploads.take);
  const element = el("form", { class: "write", on: { submit, paste } }, files.list, files.button, text, send);
  let typedAt = 0;

  function submit(event) {
    event.preventDefault();
    if (send.disabled) return;
    const written = text.value.trim();
    text.value = "";
    typedAt = 0;
    acts.write(written, uploads.give());
    draw();
  }

  function typed() {
    typedAt = Date.now();
    draw();
  }

  function draw() {
    files.draw();
    const isEmpty = !text.value.trim() && !uploads.all.length;
    send.disabled = isEmpty || !uploads.areReady;
    text.rows = Math.min(5, text.value.split("\n").length);
  }

  function hurry(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      element.requestSubmit();
    }
  }

  return {
    element,
    dropped,
    draw,
    focus: () => text.focus({ preventScroll: true }),
    isTyping: () => Boolean(text.value) && Date.now() - typedAt < TYPING_FOR,
  };
}
