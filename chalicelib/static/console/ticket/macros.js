// The macros, by name and category, and how the one that is meant would read in this ticket.

import { Dialog } from "../shared/dialog.js";
import { Finder, fitting, useFinding } from "../shared/finder.js";
import { html, useEffect, useMemo, useRef, useSignal } from "../shared/html.js";

const SETTLED_AFTER = 120;

export function MacroMenu({ desk, writing, onClose }) {
  const { all, active, trouble, ready } = desk.macros;
  const chosen = useRef(null);
  useEffect(() => {
    ready();
  }, []);
  const closed = () => {
    onClose();
    if (chosen.current) writing.insert(chosen.current);
  };
  const insert = (filled, element) => {
    chosen.current = filled;
    element.closest("dialog").close();
  };
  const isEmpty = all.value && !active.value.length;
  return html`
    <${Dialog} label="Insert macro" onClose=${closed}>
      ${isEmpty ? html`<p>There is no macro to insert yet.</p>` : html`<${Choosing} desk=${desk} writing=${writing} insert=${insert} />`}
      <p class="trouble" role="alert" hidden=${!trouble.value}>${trouble}</p>
      <p><a href="#/settings/macros">${isEmpty ? "Write the first one" : "Write and change macros"}</a></p>
    <//>
  `;
}

function Choosing({ desk, writing, insert }) {
  const { all, active, keyOf } = desk.macros;
  const finding = useFinding();
  const { wanted, at } = finding;
  const trouble = useSignal("");
  const fill = useFilling(desk, writing);
  const fits = fitting(wanted.value);
  const found = active.value.filter(({ title, category }) => fits(`${title} ${category || ""}`)).sort(unsortedLast);
  const macro = found[at.value];
  const choose = async (one, element) => {
    try {
      insert(await fill(one), element);
    } catch (problem) {
      trouble.value = problem.message;
    }
  };
  return html`
    <${Finder}
      label="Find a macro"
      placeholder="Its title or category"
      nothing=${all.value ? "No macro is called that." : "Loading…"}
      finding=${finding}
      found=${found}
      grouped=${({ is_pinned: isPinned, category }) => (isPinned ? "Pinned" : category || "Without a category")}
      press=${(one, index) => (at.value = index)}
      choose=${choose}
    >
      ${(one) => html`<span title=${one.title}>${one.title}</span>${keyOf(one) && html`<kbd>${keyOf(one)}</kbd>`}`}
    <//>
    ${macro && html`<${Preview} key=${macro.id} macro=${macro} fill=${fill} />`}
    <p class="trouble" role="alert" hidden=${!trouble.value}>${trouble}</p>
    <div class="actions">
      <button type="button" class="main" disabled=${!macro} onClick=${(event) => choose(macro, event.currentTarget)}>Insert</button>
      <button type="button" onClick=${(event) => event.currentTarget.closest("dialog").close()}>Cancel</button>
    </div>
  `;
}

const unsortedLast = (a, b) => b.is_pinned - a.is_pinned || !a.category - !b.category;

// Each is asked for once while the menu is open; one that failed is asked for again.
function useFilling({ macros }, { id }) {
  return useMemo(() => {
    const asked = new Map();
    return (macro) => {
      if (!asked.has(macro.id)) asked.set(macro.id, macros.filled(macro, id));
      const answer = asked.get(macro.id);
      answer.catch(() => asked.delete(macro.id));
      return answer;
    };
  }, [id]);
}

// Whoever walks through the list is shown where they stop.
function Preview({ macro, fill }) {
  const filled = useSignal(null);
  const trouble = useSignal("");
  useEffect(() => {
    const look = () => fill(macro).then((found) => (filled.value = found), (problem) => (trouble.value = problem.message));
    const timer = setTimeout(look, SETTLED_AFTER);
    return () => clearTimeout(timer);
  }, []);
  const { preview, missing } = filled.value || { preview: macro.text, missing: [] };
  return html`
    <section class="filled" aria-label="Preview" aria-live="polite" aria-busy=${filled.value ? null : "true"}>
      <p class="text">${marked(preview, missing)}</p>
    </section>
    <p class="muted" role="status">${trouble.value || blank(missing)}</p>
  `;
}

const blank = (missing) => (missing.length ? `Nobody knows ${missing.join(", ")}: it is left blank.` : "");

function marked(preview, missing) {
  if (!missing.length) return preview;
  const parts = preview.split(new RegExp(`(No_(?:${missing.join("|")})\\b)`));
  return parts.map((part, index) => (index % 2 ? html`<mark>${part}</mark>` : part));
}
