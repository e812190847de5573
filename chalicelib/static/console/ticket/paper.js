// A stranger's markup on the white paper of its frame. Nothing runs there and nothing loads but what the frame's own
// policy lets through; here its links are led elsewhere, its pictures are found and its history is folded.

import { ELSEWHERE } from "../../shared/links.js";
import DOMPurify from "../../vendor/purify.js";

const LINK = /^(https?|mailto|tel):/i;
const CID = /^cid:/i;

const TAG = /<[a-z][^>]*>/g;
const CLEANED = { RETURN_DOM: true, FORBID_TAGS: ["form", "input", "button", "select", "textarea", "style", "svg", "math"] };

// The server has cleaned it before it was kept; what one cleaner has let through the other one may not. It is read
// without a window, so that nothing runs and nothing loads. Even so the page's policy would complain of each style in it.
export function read(source) {
  const unstyled = source.replace(TAG, (tag) => tag.replaceAll(' style="', ' data-style="'));
  return DOMPurify.sanitize(unstyled, CLEANED);
}

export const picturesIn = (page) => page.querySelectorAll("img[data-src]").length;

// `linkOf` asks for the address of a file that came along with the mail.
export function write(body, page, { hasPictures, linkOf }) {
  const { ownerDocument: paper } = body;
  body.replaceChildren(...[...page.childNodes].map((node) => paper.importNode(node, true)));
  const all = (selector) => [...body.querySelectorAll(selector)];
  for (const element of all("[data-style]")) element.style.cssText = element.dataset.style;
  for (const link of all("a")) lead(link);
  for (const picture of all("img")) show(picture, { hasPictures, linkOf });
  for (const history of all(".quoted")) fold(history, paper);
}

function lead(link) {
  const href = link.getAttribute("href") || "";
  for (const { name } of [...link.attributes]) link.removeAttribute(name);
  if (!LINK.test(href)) return;
  for (const [name, value] of Object.entries({ ...ELSEWHERE, href, title: href })) link.setAttribute(name, value);
}

async function show(picture, { hasPictures, linkOf }) {
  const source = picture.getAttribute("src") || "";
  const elsewhere = picture.getAttribute("data-src");
  picture.removeAttribute("src");
  if (elsewhere && hasPictures) picture.src = elsewhere;
  if (!CID.test(source)) return;
  const found = await linkOf(source.slice(4));
  if (found) picture.src = found;
}

function fold(history, paper) {
  if (history.parentElement.closest(".quoted")) return;
  const folded = paper.createElement("details");
  const summary = paper.createElement("summary");
  summary.textContent = "Quoted text";
  history.replaceWith(folded);
  folded.append(summary, history);
}
