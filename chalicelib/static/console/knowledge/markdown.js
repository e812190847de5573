// Markdown as it will look. It becomes elements one by one and never markup, so that nothing in it can run.

import { ELSEWHERE, linked } from "../../shared/links.js";
import { html, useMemo } from "../shared/html.js";

const LINE_ENDS = /\r\n?|[\n\u2028\u2029]/;
const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^ {0,3}#{1,6}\s+(.*)$/;
const POINT = /^\s*[-*+]\s+(.*)$/;
const NUMBERED = /^\s*\d{1,9}[.)]\s+(.*)$/;
const QUOTED = /^\s*>\s?(.*)$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
// Each part ends at the next mark of its kind, so that no text takes long.
const INLINE = /`([^`\n]+)`|\*\*([^*\n]+)\*\*|__([^_\n]+)__|\*([^*\n]+)\*|\[([^[\]\n]+)\]\(([^\s()<>]+)\)/g;

export function Markdown({ text }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  if (!blocks.length) return html`<p class="muted">Nothing is written yet.</p>`;
  return blocks.map((block) => html`<${Block} ...${block} />`);
}

function Block({ kind, lines }) {
  if (kind === "heading") return html`<h3>${inline(lines[0])}</h3>`;
  if (kind === "rule") return html`<hr />`;
  if (kind === "code") return html`<pre><code>${lines.join("\n")}</code></pre>`;
  if (kind === "quote") return html`<blockquote>${broken(lines)}</blockquote>`;
  if (kind === "ul") return html`<ul>${lines.map((line) => html`<li>${inline(line)}</li>`)}</ul>`;
  if (kind === "ol") return html`<ol>${lines.map((line) => html`<li>${inline(line)}</li>`)}</ol>`;
  return html`<p>${broken(lines)}</p>`;
}

const broken = (lines) => lines.map((line, at) => [at > 0 && html`<br />`, inline(line)]);

function blocksOf(text) {
  const blocks = [];
  let open = null;
  let fence = "";
  const into = (kind, line) => {
    if (open?.kind !== kind) blocks.push((open = { kind, lines: [] }));
    open.lines.push(line);
  };
  for (const line of text.split(LINE_ENDS)) {
    const [, mark] = FENCE.exec(line) || [];
    if (fence ? mark === fence : mark) {
      fence = fence ? "" : mark;
      open = null;
      if (fence) blocks.push((open = { kind: "code", lines: [] }));
    } else if (fence) into("code", line);
    else if (!line.trim()) open = null;
    else place(line, into, () => (open = null));
  }
  return blocks;
}

function place(line, into, end) {
  if (RULE.test(line)) {
    into("rule", "");
    return end();
  }
  const kinds = { heading: HEADING, quote: QUOTED, ul: POINT, ol: NUMBERED };
  for (const [kind, pattern] of Object.entries(kinds)) {
    const found = pattern.exec(line);
    if (!found) continue;
    into(kind, kind === "heading" ? unclosed(found[1]) : found[1]);
    return kind === "heading" ? end() : undefined;
  }
  into("text", line.trim());
}

// A heading may end with marks, too. They are taken off by hand: a pattern for it takes long where there are many spaces.
function unclosed(heading) {
  const words = heading.trimEnd();
  let end = words.length;
  while (words[end - 1] === "#") end -= 1;
  return words.slice(0, end).trimEnd();
}

function inline(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, bold, strong, slanted, words, address] = found;
    parts.push(plain(text.slice(end, found.index)), part({ whole, code, bold: bold ?? strong, slanted, words, address }));
    end = found.index + whole.length;
  }
  return [...parts, plain(text.slice(end))];
}

function part({ whole, code, bold, slanted, words, address }) {
  if (code) return html`<code>${code}</code>`;
  if (bold) return html`<strong>${bold}</strong>`;
  if (slanted) return html`<em>${slanted}</em>`;
  const [to, ...rest] = linked(address);
  return to.href && !rest.length ? html`<${Elsewhere} href=${to.href}>${words}<//>` : whole;
}

const plain = (text) => linked(text).map((each) => (each.href ? html`<${Elsewhere} href=${each.href}>${each.text}<//>` : each));

function Elsewhere({ href, children }) {
  return html`<a href=${href} title=${href} ...${ELSEWHERE}>${children}</a>`;
}
