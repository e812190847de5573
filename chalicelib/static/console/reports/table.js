// A table that is sorted by any of its columns.

import { html, useSignal } from "../shared/html.js";

// A column has a `key`, a `name`, the `value` it is sorted by, and what is `shown`; the first one names its row.
export function Table({ caption, columns, rows, sort = null }) {
  const order = useSignal(sort);
  const turn = (key) => {
    const before = order.value;
    order.value = before?.key === key ? { key, isDown: !before.isDown } : { key, isDown: key !== columns[0].key };
  };
  const sorted = order.value ? [...rows].sort(by(columns.find(({ key }) => key === order.value.key), order.value)) : rows;
  return html`
    <div class="wide" tabindex="0" role="region" aria-label=${`Table: ${caption}`}>
      <table>
        <caption class="visually-hidden">${caption}</caption>
        <thead>
          <tr>${columns.map((column) => html`<${Head} key=${column.key} column=${column} order=${order.value} turn=${turn} />`)}</tr>
        </thead>
        <tbody>
          ${sorted.map((row) => html`<tr key=${row.key}>${columns.map((column, index) => html`<${Cell} key=${column.key} row=${row} column=${column} isFirst=${index === 0} />`)}</tr>`)}
        </tbody>
      </table>
    </div>
  `;
}

function Head({ column: { key, name }, order, turn }) {
  const isIt = order?.key === key;
  const way = order?.isDown ? "descending" : "ascending";
  return html`
    <th scope="col" aria-sort=${isIt ? way : null}>
      <button type="button" class="quiet" onClick=${() => turn(key)}>
        ${name}<span aria-hidden="true">${isIt ? (order.isDown ? " ↓" : " ↑") : ""}</span>
      </button>
    </th>
  `;
}

function Cell({ row, column, isFirst }) {
  const words = column.shown ? column.shown(row) : column.value(row);
  return isFirst ? html`<th scope="row"><bdi>${words}</bdi></th>` : html`<td>${words}</td>`;
}

// What is unknown comes last, either way round.
function by({ value }, { isDown }) {
  return (one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === b) return 0;
    if (a === null || a === undefined) return 1;
    if (b === null || b === undefined) return -1;
    const way = typeof a === "string" ? a.localeCompare(b) : a - b;
    return isDown ? -way : way;
  };
}
