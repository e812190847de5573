// Leaving a chat: asked once more before it ends, and its words to take along.

import { el } from "../shared/dom.js";

export function asking({ say }, act) {
  const title = el("h2", { id: "sure" }, say("end_sure"));
  const yes = el("button", { class: "main", type: "button", on: { click: ended } }, say("end"));
  const no = el("button", { type: "button", on: { click: () => dialog.close() } }, say("end_not"));
  const dialog = el("dialog", { "aria-labelledby": "sure" }, title, el("div", { class: "row" }, yes, no));

  function ended() {
    dialog.close();
    act();
  }

  return dialog;
}

// The conversation as plain text.
export function transcript({ say, exact }, title, messages, nameOf) {
  const said = messages.map((message) => {
    const by = message.direction === "inbound" ? say("you") : nameOf(message.author);
    const files = (message.attachments || []).map((file) => `[${file.name || say("file")}]`);
    return [`${by}, ${exact(message.created_at)}`, message.text, ...files].filter(Boolean).join("\n");
  });
  return `${[title, ...said].join("\n\n")}\n`;
}

export function keepAsFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
