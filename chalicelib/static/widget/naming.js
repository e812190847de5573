// Who speaks to the visitor: the shop's Customer Agent with its face, somebody of the team, or the shop itself.

import { el } from "../shared/dom.js";

export const CUSTOMER_AGENT = "customer_agent";
const SIZE = 24;

// Texts that nobody wrote just now are the shop's.
export function nameOf({ name, helper }, { say }, author) {
  if (author?.type === "system") return name;
  return author?.name || (author?.type === CUSTOMER_AGENT && helper?.name) || say("team");
}

export function naming(shop, words) {
  return (author) => {
    const name = nameOf(shop, words, author);
    return author?.type === CUSTOMER_AGENT ? [face(shop.helper?.avatar_url, name), " ", name] : name;
  };
}

// The name stands beside it, so whoever hears the page is not told it twice.
function face(address, name) {
  if (!/^https:/.test(address || "")) return initial(name);
  const lost = () => picture.replaceWith(initial(name));
  const picture = el("img", { class: "face", alt: "", width: SIZE, height: SIZE, referrerpolicy: "no-referrer", on: { error: lost } });
  picture.src = address;
  return picture;
}

function initial(name) {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return el("span", { class: "face", "aria-hidden": "true" }, first?.segment.toLocaleUpperCase());
}
