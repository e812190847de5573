// Files of a message: pictures small, in place; everything else by its name. A click downloads, in a
// tab of its own: the frame that a page gave us may go nowhere else.

import { el } from "./dom.js";

const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const SHOWN_UP_TO = 20e6;
const SIZES = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

// `linkOf(file)` asks for an address that is good for minutes, so it is asked when it is needed;
// `words` are what is said of the files, of one without a name, and of one that did not come.
export function files(all, linkOf, words) {
  const said = el("span", { role: "status", class: "muted" });
  const shown = all.map((file) => one(file, linkOf, { words, said }));
  return el("div", { class: "files", role: "group", "aria-label": words.all }, shown, said);
}

function one(file, linkOf, { words, said }) {
  const label = `${file.name || words.one} (${size(file.size)})`;
  const button = el("button", { type: "button", dir: "auto", on: { click: download } }, label);
  if (PICTURES.has(file.content_type) && file.size <= SHOWN_UP_TO) whenSeen(button, show);

  async function show() {
    try {
      const picture = el("img", { src: await linkOf(file), alt: label, title: label });
      picture.addEventListener("load", () => {
        button.classList.add("picture");
        button.replaceChildren(picture);
      });
    } catch {
      // Its name is enough.
    }
  }

  async function download() {
    said.textContent = "";
    try {
      const tab = window.open(await linkOf(file), "_blank");
      if (!tab) throw new Error("The browser opens no tab.");
      tab.opener = null;
    } catch {
      said.textContent = words.failed;
    }
  }

  return button;
}

function whenSeen(element, act) {
  const watch = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    watch.disconnect();
    act();
  });
  watch.observe(element);
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${SIZES.format(bytes / 1e3)} kB` : `${SIZES.format(bytes / 1e6)} MB`;
}
