// The files that go along with what a visitor writes: chosen, dropped or pasted.

import { el } from "../shared/dom.js";
import { size } from "../shared/files.js";

export function attaching({ say }, uploads, changed) {
  const rows = new Map();
  const list = el("ul", { class: "attached", "aria-label": say("to_send"), hidden: true });
  const input = el("input", { type: "file", multiple: true, hidden: true, accept: uploads.accepts, on: { change: chosen } });
  const clip = el("span", { class: "clip", "aria-hidden": true });
  const button = el("button", { class: "attach", type: "button", "aria-label": say("attach"), title: say("attach"), on: { click: () => input.click() } }, clip);

  function chosen() {
    uploads.take(input.files);
    input.value = "";
  }

  function draw() {
    const files = uploads.all;
    for (const [key, { element }] of rows) {
      if (files.some((file) => file.key === key)) continue;
      element.remove();
      rows.delete(key);
    }
    for (const file of files) known(file).draw();
    list.hidden = !files.length;
  }

  function known(file) {
    if (!rows.has(file.key)) {
      rows.set(file.key, row(file));
      list.append(rows.get(file.key).element);
    }
    return rows.get(file.key);
  }

  function row(file) {
    const { name } = file;
    const progress = el("progress", { max: 1, "aria-label": say("uploading", { name }) });
    const wrong = el("p", { class: "wrong", role: "alert" });
    const again = act("retry", "file_again", () => uploads.put(file));
    const remove = act("remove", "file_out", () => {
      uploads.remove(file);
      changed();
    });
    const label = el("span", { class: "name", dir: "auto" }, `${name} (${size(file.size)})`);
    const element = el("li", {}, label, progress, again, remove, wrong);

    function act(word, whole, done) {
      return el("button", { class: "quiet", type: "button", "aria-label": say(whole, { name }), on: { click: done } }, say(word));
    }

    return {
      element,
      draw() {
        progress.hidden = Boolean(file.id || file.trouble);
        progress.value = file.share;
        again.hidden = !file.canRetry;
        const told = file.trouble ? say(file.trouble, file.values) : "";
        if (wrong.textContent !== told) wrong.textContent = told;
      },
    };
  }

  return { list, button: [input, button], draw };
}
