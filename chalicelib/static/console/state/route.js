// Where the reader is, from the address: #/view/status/ticket, #/settings/page/item/words or #/reports?what=is-asked.

import { batch, signal } from "../../vendor/signals.js";
import { isBuiltIn } from "./views.js";

const LINK = /^#sign-in=(.+)$/;

let last = location.hash;

export const place = signal(read());
// What is said of a place that was asked for and is not there, until the reader moves on.
export const notice = signal("");

export function go({ view, status }, ticket) {
  location.hash = `#/${view}/${status}${ticket ? `/${ticket}` : ""}`;
  arrive();
}

export function replace(hash, words = "") {
  history.replaceState(null, "", hash);
  batch(() => {
    notice.value = words;
    place.value = read();
  });
  last = location.hash;
}

export const address = (view) => `#/${view.id}/${isBuiltIn(view.id) ? "open" : "default"}`;

function read() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view = "", status = "", ticket = "", words = ""] = path.split("/");
  if (view === "reports") return { page: "reports", part: query, view: "", status: "", ticket: "" };
  if (view === "settings") return { page: "settings", part: status, item: ticket, words, view: "", status: "", ticket: "" };
  const isKnown = view.startsWith("view_") || isBuiltIn(view);
  const isUnknown = !isKnown && view !== "";
  return { page: "tickets", view: isKnown ? view : "all", status: status || "open", ticket, isUnknown };
}

export const isLink = () => LINK.test(location.hash);

// The token of a mailed link leaves the address bar, and so the history, before anything else happens.
export function takeLink() {
  const found = LINK.exec(location.hash);
  if (!found) return null;
  replace(location.pathname + location.search);
  return decodeURIComponent(found[1]);
}

// The browser tells of a new address a moment later: whoever presses the next key is there already.
function arrive() {
  if (isLink() || location.hash === last) return;
  last = location.hash;
  batch(() => {
    notice.value = "";
    place.value = read();
  });
}

window.addEventListener("hashchange", arrive);
