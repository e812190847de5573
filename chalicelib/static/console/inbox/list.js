// The list of tickets of one view.

import { Hidden, Options } from "../shared/fields.js";
import { html, useLayoutEffect, useRef, useSignal } from "../shared/html.js";
import { Later } from "../shared/later.js";
import { go, place } from "../state/route.js";
import { Item } from "./item.js";

const STATUSES = [
  ["open", "Open"],
  ["snoozed", "Snoozed"],
  ["closed", "Closed"],
  ["any", "Any status"],
];
const SKELETONS = 6;
const OF_VIEW = ["default", "As the view says"];

const filters = async () => (await import("./filters.js")).Filters;
const sandbox = async () => (await import("../setup/sandbox.js")).Sandbox;
const bulkBar = async () => (await import("./bulk.js")).BulkBar;

export function TicketList({ desk }) {
  const { tickets, views } = desk;
  const view = views.known(place.value.view);
  return html`
    <section class="list" aria-label="Tickets">
      <div class="list-top">
        <h1 tabindex="-1" dir="auto">${view.name}</h1>
        <${Status} view=${view} />
      </div>
      <${Folded} desk=${desk} view=${view} />
      ${(tickets.picked.value.length > 0 || desk.bulk.job.value) && html`<${Later} load=${bulkBar} desk=${desk} />`}
      <p class=${`said muted${tickets.isLoading.value ? " visually-hidden" : ""}`} role="status">${tickets.said}</p>
      ${isEmpty(desk) && html`<${Later} load=${sandbox} desk=${desk} />`}
      <button hidden=${!tickets.canRetry.value} onClick=${tickets.refresh}>Try again</button>
      <${PickAll} tickets=${tickets} />
      ${tickets.isLoading.value && html`<${Skeleton} />`}
      <${Items} desk=${desk} />
      <button hidden=${!tickets.cursor.value} disabled=${tickets.isLoadingMore.value} onClick=${tickets.more}>
        Show more
      </button>
    </section>
  `;
}

// Nobody has written yet, as far as can be seen from here: whoever sets up may write themselves.
function isEmpty({ tickets, me }) {
  const { view } = place.value;
  const isWhole = view === "all" && !Object.keys(tickets.given()).length;
  const isDone = !tickets.isLoading.value && !tickets.canRetry.value && !tickets.shown.value.length;
  return isWhole && isDone && me.permissions.includes("settings:write");
}

function Folded({ desk, view }) {
  const element = useRef();
  const isWanted = useSignal(false);
  const number = Object.keys(desk.tickets.given()).length;
  const open = () => {
    isWanted.value = true;
  };
  const close = () => {
    element.current.open = false;
  };
  return html`
    <details class="filters" ref=${element} onToggle=${open}>
      <summary>Filters and views${number > 0 && ` (${number} set)`}</summary>
      ${isWanted.value && html`<${Later} load=${filters} desk=${desk} view=${view} onDone=${close} />`}
    </details>
  `;
}

function Status({ view }) {
  const change = (event) => go({ ...place.value, status: event.currentTarget.value }, null);
  const statuses = view.is_built_in ? STATUSES : [OF_VIEW, ...STATUSES];
  return html`
    <label>
      <${Hidden}>Status<//>
      <select aria-label="Status" value=${place.value.status} onChange=${change}>
        <${Options} of=${statuses} />
      </select>
    </label>
  `;
}

function PickAll({ tickets }) {
  const isSome = tickets.picked.value.length > 0;
  const isAll = tickets.isAllPicked.value;
  return html`
    <label class="check pick-all" hidden=${!tickets.shown.value.length}>
      <input
        type="checkbox"
        checked=${isAll}
        indeterminate=${isSome && !isAll}
        onChange=${(event) => tickets.pickAll(event.currentTarget.checked)}
      />
      Select all shown
    </label>
  `;
}

// The room of what is on its way, so that nothing jumps when it comes.
function Skeleton() {
  const rows = Array.from({ length: SKELETONS }, (_, index) => html`<div key=${index}><span /><span /><span /></div>`);
  return html`<div class="skeleton" aria-hidden="true">${rows}</div>`;
}

// Where the browser cannot move what has the focus, it is given back.
function Items({ desk }) {
  const list = useRef();
  const focused = list.current?.contains(document.activeElement) && document.activeElement;
  useLayoutEffect(() => {
    if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true });
  });
  const { shown } = desk.tickets;
  const { ticket: open } = place.value;
  useLayoutEffect(() => {
    list.current.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [open]);
  return html`
    <ul class="tickets" ref=${list}>
      ${shown.value.map((ticket) => html`<${Item} key=${ticket.id} desk=${desk} ticket=${ticket} />`)}
    </ul>
  `;
}
