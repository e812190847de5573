// Whether the visitor wants a human: asked in the conversation where the machine has no answer, and
// where to answer then. What stands here is the server's word, so it is the same in every tab.

import { el, fill } from "../shared/dom.js";
import { addressing } from "./address.js";
import { CUSTOMER_AGENT } from "./naming.js";

export function handoff(words, act, focus, named) {
  const { say } = words;
  // What appears with its words is not read out: this is there before.
  const told = el("p", { class: "visually-hidden", role: "status" });
  const status = el("p", { class: "wrong", role: "alert" });
  const yes = choice("handoff_yes", true);
  const no = choice("handoff_no", false);
  const address = addressing(words, (email) => act(true, email), focus, { id: "handoff", ask: "handoff_email", act: "handoff_connect" });
  const element = el("div", { class: "handoff", hidden: true });
  const faces = {
    offered: [
      el("p", { class: "by muted" }, named({ type: CUSTOMER_AGENT })),
      el("p", { class: "text", id: "handoff-ask" }, say("handoff_ask")),
      el("div", { class: "choices", role: "group", "aria-labelledby": "handoff-ask" }, yes, no),
      status,
    ],
    email: [address.element],
  };
  let shown = "";
  let isBusy = false;
  address.element.hidden = false;

  function choice(name, isWanted) {
    return el("button", { class: isWanted ? "main" : "", type: "button", on: { click: () => choose(isWanted) } }, say(name));
  }

  async function choose(isWanted) {
    if (isBusy) return;
    isBusy = true; // A button that is disabled would lose the focus.
    status.textContent = "";
    try {
      await act(isWanted);
    } catch {
      status.textContent = say("not_now");
    }
    isBusy = false;
  }

  // Whoever stood on a button that is gone goes on where one writes, or with the address that is asked for.
  function draw(stage, isEnded) {
    const now = faces[stage] && !isEnded ? stage : "";
    if (now === shown) return;
    const had = element.contains(document.activeElement);
    shown = now;
    told.textContent = now === "offered" ? say("handoff_ask") : "";
    fill(element, ...(faces[now] || []));
    element.hidden = !now;
    if (!had) return;
    if (now === "email") address.element.querySelector("input").focus();
    else if (!now) focus();
  }

  return { element, told, draw };
}
