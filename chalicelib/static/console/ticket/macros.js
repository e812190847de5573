// The macros, by name and category, and how the one that is meant would read in this ticket.

import { money } from "../customer/figures.js";
import { Dialog } from "../shared/dialog.js";
import { Choice } from "../shared/fields.js";
import { Finder, fitting, useFinding } from "../shared/finder.js";
import { html, useEffect, useMemo, useRef, useSignal } from "../shared/html.js";

const SETTLED_AFTER = 120;
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const ORDERS = {
  cached: "The shop does not answer: this is what it told last.",
  unavailable: "The shop does not answer.",
  not_connected: "No shop is connected.",
  unproved: "Nobody has proved who this is, so no order is shown.",
};

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
  const order = useSignal(""); // The one that was picked; the newest counts without.
  const fits = fitting(wanted.value);
  const found = active.value.filter(({ title, category }) => fits(`${title} ${category || ""}`)).sort(unsortedLast);
  const macro = found[at.value];
  const choose = async (one, element) => {
    try {
      insert(await fill(one, order.value), element);
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
    ${macro && html`<${Preview} key=${macro.id} macro=${macro} fill=${fill} order=${order} />`}
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
    return (macro, order) => {
      const key = `${macro.id} ${order}`;
      if (!asked.has(key)) asked.set(key, macros.filled(macro, id, order));
      const answer = asked.get(key);
      answer.catch(() => asked.delete(key));
      return answer;
    };
  }, [id]);
}

// Whoever walks through the list is shown where they stop.
function Preview({ macro, fill, order }) {
  const filled = useSignal(null);
  const isBusy = useSignal(true);
  const trouble = useSignal("");
  useEffect(() => {
    let isOver = false;
    const show = (set) => (told) => {
      if (isOver) return;
      trouble.value = "";
      isBusy.value = false;
      set(told);
    };
    const shown = show((found) => (filled.value = found));
    const failed = show((problem) => (trouble.value = problem.message));
    const timer = setTimeout(() => fill(macro, order.value).then(shown, failed), SETTLED_AFTER);
    isBusy.value = true;
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [order.value]);
  const found = filled.value || { preview: macro.text, missing: [], orders: [] };
  const told = [blank(found.missing), ORDERS[found.orders_state]].filter(Boolean).join(" ");
  return html`
    <section class="filled" aria-label="Preview" aria-live="polite" aria-busy=${isBusy.value ? "true" : null}>
      <p class="text">${marked(found.preview, found.missing)}</p>
    </section>
    ${found.orders.length > 1 && html`<${Orders} of=${found.orders} filledFrom=${found.order_id} order=${order} />`}
    <p class="muted" role="status">${trouble.value || told}</p>
  `;
}

function Orders({ of, filledFrom, order }) {
  const pick = (event) => (order.value = event.currentTarget.value);
  return html`<${Choice} label="Order" value=${order.value || filledFrom} options=${of.map(option)} onChange=${pick} />`;
}

function option({ id, name, placed_at: at, total, currency, minor_digits: exponent }) {
  return [id, `${name}, ${DAY.format(new Date(at))}, ${money(total, { currency, exponent })}`];
}

const blank = (missing) => (missing.length ? `Nobody knows ${missing.join(", ")}: it is left blank.` : "");

function marked(preview, missing) {
  if (!missing.length) return preview;
  const parts = preview.split(new RegExp(`(No_(?:${missing.join("|")})\\b)`));
  return parts.map((part, index) => (index % 2 ? html`<mark>${part}</mark>` : part));
}
