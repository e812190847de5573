// Rows of a form that come, go and change places. The form hears of it as of any other change.

import { useRef, useSignal } from "../shared/html.js";

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
