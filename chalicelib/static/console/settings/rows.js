// Rows of a form that come, go and change places. The form hears of it as of any other change.

import { html, useLayoutEffect, useRef, useSignal } from "../shared/html.js";

const marked = (row) => ({ ...row, id: crypto.randomUUID() });

// `element` is to be the one around the rows.
export function useRows(current) {
  const element = useRef();
  const rows = useSignal(current.map(marked));

  const change = (next) => {
    rows.value = next;
    element.current.dispatchEvent(new Event("change", { bubbles: true }));
  };

  return {
    element,
    rows,
    add: (fresh) => change([...rows.value, marked(fresh)]),
    remove: (gone) => change(rows.value.filter((row) => row !== gone)),
    move(row, by) {
      const others = rows.value.filter((other) => other !== row);
      others.splice(rows.value.indexOf(row) + by, 0, row);
      change(others);
    },
  };
}

// The same, and what moves and removes each row; rows that change places leave the keyboard behind, which follows them here.
export function useOrderedRows(current) {
  const { element, rows, add, remove, move } = useRows(current);
  const wanted = useRef("");
  const then = (name, act, ...given) => {
    wanted.current = name;
    act(...given);
  };
  useLayoutEffect(() => {
    const found = wanted.current && element.current.querySelector(`[data-name="${wanted.current}"]`);
    wanted.current = "";
    if (found) (found.disabled ? found.parentElement.querySelector("button:enabled") : found).focus();
  }, [rows.value]);
  const last = rows.value.length - 1;
  const actsOn = (row, at) => ({
    up: at > 0 && (() => then(`${row.id} up`, move, row, -1)),
    down: at < last && (() => then(`${row.id} down`, move, row, 1)),
    remove: () => then("add", remove, row),
  });
  return { element, rows, actsOn, add };
}

// What `actsOn` says of a row, as buttons; `data-name="add"` marks the one that rows are added by.
export function Acts({ id, name, acts }) {
  const button = (words, act, known) => html`
    <button type="button" class="quiet" data-name=${known} aria-label=${`${words}: ${name}`} disabled=${!act} onClick=${act}>
      ${words}
    </button>
  `;
  return html`
    <div>
      ${button("Move up", acts.up, `${id} up`)} ${button("Move down", acts.down, `${id} down`)} ${button("Remove", acts.remove)}
    </div>
  `;
}
