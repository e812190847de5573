// What is known of the ticket, and what can be done with it.

import { Hidden, Input } from "../shared/fields.js";
import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import { Later } from "../shared/later.js";
import { Assignee } from "./assignee.js";
import { Facts } from "./facts.js";

const WIDE = matchMedia("(min-width: 1220px)");
const OPEN = "deskhand.customer";
const known = async () => (await import("../customer/customer.js")).Customer;

export function Overview({ desk }) {
  const ticket = desk.ticket.ticket.value;
  const isOpen = useSignal(WIDE.matches);
  useEffect(() => {
    const change = () => {
      isOpen.value = WIDE.matches;
    };
    WIDE.addEventListener("change", change);
    return () => WIDE.removeEventListener("change", change);
  }, []);
  return html`
    <details class="overview" open=${isOpen.value}>
      <summary>Overview</summary>
      <${Assignee} desk=${desk} ticket=${ticket} />
      <${Facts} key=${ticket.customer.id} ticket=${ticket} />
      <h3>Tags</h3>
      <${Tags} ticket=${ticket} act=${desk.ticket.act} />
      <${Customer} key=${ticket.customer.id} desk=${desk} ticket=${ticket} />
    </details>
  `;
}

// As the agent left it, beside every ticket: who does not look at it asks for nothing.
function Customer({ desk, ticket }) {
  const isOpen = useSignal(localStorage.getItem(OPEN) === "yes");
  const turn = (event) => {
    isOpen.value = event.currentTarget.open;
    localStorage.setItem(OPEN, isOpen.value ? "yes" : "no");
  };
  return html`
    <details open=${isOpen.value} onToggle=${turn}>
      <summary>Customer</summary>
      ${isOpen.value && html`<${Later} load=${known} desk=${desk} ticket=${ticket} />`}
    </details>
  `;
}

function Tags({ ticket, act }) {
  return html`
    <ul class="tags" aria-label="Tags">
      ${ticket.tags.length
        ? ticket.tags.map(({ name }) => html`<${Tag} key=${name} name=${name} act=${act} />`)
        : html`<li class="muted">None yet</li>`}
    </ul>
    <${NewTag} act=${act} />
  `;
}

function Tag({ name, act }) {
  return html`
    <li class="chip" title=${name}>
      <span><bdi>${name}</bdi></span>
      <button class="quiet" onClick=${() => act("tags", { remove: [name] })}>×<${Hidden}>${` Remove ${name}`}<//></button>
    </li>
  `;
}

function NewTag({ act }) {
  const form = useRef();
  const add = async (event) => {
    event.preventDefault();
    const name = form.current.elements.tag.value.trim();
    if (name && !(await act("tags", { add: [name] }))) form.current?.reset();
  };
  return html`
    <form ref=${form} onSubmit=${add}>
      <${Input} label="Add a tag" aria-keyshortcuts="t" name="tag" maxlength="60" autocomplete="off" />
      <button type="submit">Add</button>
    </form>
  `;
}
