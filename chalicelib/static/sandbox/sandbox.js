// A pretended shop with the account's own chat: who sets up writes here as a shopper would.

import { el, fill } from "../shared/dom.js";

const ROOT = new URL(".", document.baseURI);
const key = new URLSearchParams(location.search).get("key") || "";
const shop = document.getElementById("shop");
let isAwaited = false;

async function start() {
  const look = await asked();
  shop.removeAttribute("aria-busy");
  if (look) show(look);
  else over();
}

async function asked() {
  try {
    return key ? (await import(new URL(`widget/${encodeURIComponent(key)}`, ROOT).href)).default : null;
  } catch {
    return null;
  }
}

function show({ name }) {
  document.title = `Test shop of ${name}`;
  fill(
    shop,
    el("h1", {}, `Test shop of ${name}`),
    el("p", {}, "A page as your customers see it: nothing is sold here, and the chat is your own."),
    el(
      "p",
      { class: "notice" },
      "Write as a shopper would. It becomes a ticket with the mark “Sandbox”: your team can answer it, and no report counts it.",
    ),
    el(
      "p",
      {},
      el("button", { type: "button", class: "main", on: { click: open } }, "Write to the shop"),
    ),
    el("p", {}, "Then you will find it ", el("a", { href: new URL("console#/all/open", ROOT).href }, "in the inbox"), "."),
  );
  const loader = el("script", { src: new URL("widget.js", ROOT).href });
  loader.dataset.key = key;
  loader.addEventListener("load", () => isAwaited && open());
  document.body.append(loader);
}

// Whoever presses before the chat is there gets it when it is.
function open() {
  isAwaited = !window.deskhand;
  window.deskhand?.("open");
}

function over() {
  fill(
    shop,
    el("h1", {}, "This test shop has closed"),
    el("p", {}, "A link to it is good for half an hour. Open it again from the set-up."),
    el("p", {}, "The ", el("a", { href: new URL("console#/settings/setup", ROOT).href }, "set-up"), " leads there."),
  );
}

start();
