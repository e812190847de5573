// What the shop knows: articles that the Customer Agent answers from, each with an address of its own.

import { html, useEffect, useMemo, useSignal } from "../shared/html.js";
import { sheet } from "../shared/sheet.js";
import { place } from "../state/route.js";
import { Article } from "./article.js";
import { openArticles } from "./articles.js";
import { Import } from "./import.js";
import { List } from "./list.js";
import { Try } from "./try.js";

await sheet("./knowledge.css", import.meta.url);

export function Knowledge({ desk }) {
  const articles = useMemo(openArticles, []);
  const finding = { wanted: useSignal(""), state: useSignal("") };
  const mayWrite = desk.me.permissions.includes("settings:write");
  const { item, words } = place.value;
  useEffect(() => {
    articles.load();
  }, []);
  const given = { desk, articles, mayWrite };
  if (item) return html`<${Article} key=${`${item} ${words}`} id=${item} question=${readable(words)} ...${given} />`;
  return html`
    <${List} finding=${finding} ...${given} />
    <${Try} mayWrite=${mayWrite} />
    ${mayWrite && html`<${Import} articles=${articles} />`}
  `;
}

function readable(words) {
  try {
    return decodeURIComponent(words);
  } catch {
    return ""; // Half an address, as some mail programs leave it.
  }
}
