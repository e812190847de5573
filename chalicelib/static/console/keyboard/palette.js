// One field that finds actions, views, and tickets: those of the list at once, all others by the server.

import { Dialog } from "../shared/dialog.js";
import { Finder, fitting, useFinding } from "../shared/finder.js";
import { html, useEffect, useLayoutEffect, useMemo, useRef } from "../shared/html.js";
import { count } from "../shared/words.js";
import { openSearch } from "../state/search.js";
import { actionsOf } from "./actions.js";
import { foundTickets, listedTickets } from "./tickets.js";

const MOST = 12;
const MOST_BESIDES = 5;

export function Palette({ desk, onClose, onSheet }) {
  const finding = useFinding();
  const { wanted, at } = finding;
  const meant = useRef("");
  const chosen = useRef(null);
  const search = useMemo(openSearch, []);
  const options = optionsOf(desk, onSheet, wanted.value, search.found.value);

  useEffect(() => {
    if (desk.writing.value) desk.macros.ready();
  }, []);
  useLayoutEffect(() => {
    search.ask(wanted.value);
  }, [wanted.value]);
  // What somebody has walked to stays meant, wherever the server's answer puts it.
  useLayoutEffect(() => {
    if (at.value) at.value = Math.max(0, options.findIndex(({ id }) => id === meant.current));
  }, [search.found.value]);
  useLayoutEffect(() => {
    meant.current = options[at.value]?.id;
  });
  // The dialog closes first, so that the focus is where the action expects it.
  const choose = (option, element) => {
    chosen.current = option;
    element.closest("dialog").close();
  };
  const closed = () => {
    search.ask("");
    onClose();
    chosen.current?.run();
  };

  return html`
    <${Dialog} label="Find" onClose=${closed}>
      <${Finder}
        label="Find a ticket, a view or an action"
        placeholder="Number, order, name, address, words, or what to do"
        said=${told(search, wanted.value, options.length)}
        finding=${finding}
        found=${options}
        press=${(option, index, element) => choose(option, element)}
        choose=${choose}
      >
        ${(option) => html`<${Option} option=${option} />`}
      <//>
    <//>
  `;
}

function Option({ option: { name, key, excerpt, mark } }) {
  return html`
    <span>
      ${name}${excerpt && html`<small class="muted">${excerpt}</small>`}
    </span>
    ${mark && html`<span class="muted">${mark}</span>`}${key && html`<kbd>${key}</kbd>`}
  `;
}

// Actions first; then what the server found, in its order, and what only the list has.
function optionsOf(desk, onSheet, text, found) {
  const fits = fitting(text);
  const actions = actionsOf(desk, onSheet).filter(({ name }) => fits(name));
  const theirs = foundTickets(found);
  const listed = listedTickets(desk).filter(({ id, name }) => fits(name) && !theirs.some((one) => one.id === id));
  return [...actions.slice(0, text.trim() ? MOST_BESIDES : MOST), ...theirs, ...listed].slice(0, MOST);
}

function told({ isLooking, trouble, found }, text, options) {
  if (isLooking.value) return "Looking…";
  if (trouble.value) return trouble.value;
  if (found.value.length) return `${count(found.value.length, "ticket")} found.`;
  if (options) return text.trim() ? "" : "Two letters or a number look through all tickets.";
  return "Nothing is called that, and no ticket has these words.";
}
