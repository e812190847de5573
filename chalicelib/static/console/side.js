// The column at the side: whose desk this is, where to go and how much waits there, and who is here.

import { areOn, open } from "./keyboard/keys.js";
import { Hidden } from "./shared/fields.js";
import { html } from "./shared/html.js";
import { Icon } from "./shared/icon.js";
import { address, place } from "./state/route.js";

export function Side({ desk }) {
  return html`
    <header class="side">
      <a class="skip" href="#" onClick=${skipToMain}>Skip to the tickets</a>
      <div class="brand">
        <strong>Deskhand</strong>
        <span class="muted" title=${desk.me.account.name}>${desk.me.account.name}</span>
        <${Unread} unread=${desk.unread.value} />
      </div>
      <${Find} />
      <${Navigation} may=${desk.me.permissions} views=${desk.views.all.value} opened=${desk.opened.value} />
      <${Account} desk=${desk} />
    </header>
  `;
}

function skipToMain(event) {
  event.preventDefault();
  document.querySelector("main")?.focus();
}

function Find() {
  return html`
    <button class="find" aria-haspopup="dialog" onClick=${() => open("palette")}>
      <${Icon} of="search" />
      <span>Search</span><kbd aria-hidden="true">${areOn.value ? "/" : "Ctrl K"}</kbd>
    </button>
  `;
}

function Unread({ unread }) {
  return html`
    <p class="badge" hidden=${!unread} title="Unread in My inbox and Unassigned">
      ${`${unread} unread`}<${Hidden}>${" in My inbox and Unassigned"}<//>
    </p>
  `;
}

function Navigation({ may, views, opened }) {
  const { page } = place.value;
  const links = (isOurs) =>
    views
      .filter((view) => view.is_built_in === isOurs)
      .map((view) => html`<${ViewLink} key=${view.id} view=${view} number=${opened[view.id]} />`);
  const own = links(false);
  return html`
    <nav aria-label="Main">
      <ul>${links(true)}</ul>
      ${own.length > 0 && html`<p class="muted" id="own-views">Views of the team</p>`}
      ${own.length > 0 && html`<ul aria-labelledby="own-views">${own}</ul>`}
      <ul>
        ${may.includes("reports:read") && html`<${Link} href="#/reports" name="Reports" isCurrent=${page === "reports"} />`}
        <${Link} href="#/settings" name="Settings" isCurrent=${page === "settings"} />
      </ul>
    </nav>
  `;
}

function ViewLink({ view, number }) {
  const isCurrent = place.value.page === "tickets" && place.value.view === view.id;
  return html`<${Link} href=${address(view)} name=${view.name} isCurrent=${isCurrent} number=${number} />`;
}

// The number is of open tickets; how many of them are unread, the badge tells.
function Link({ href, name, isCurrent, number }) {
  return html`
    <li>
      <a href=${href} aria-current=${isCurrent ? "page" : null}>
        <span title=${name}><bdi>${name}</bdi></span>
        ${number > 0 && html`<span class="count">${` ${number}`}<${Hidden}>${" open"}<//></span>`}
      </a>
    </li>
  `;
}

function Account({ desk }) {
  return html`
    <div class="account">
      <${Presence} presence=${desk.presence} />
      <span class="name" title=${desk.me.email}>${desk.me.name}</span>
      <button class="quiet" onClick=${desk.signOut}>Sign out</button>
    </div>
  `;
}

function Presence({ presence }) {
  const isOnline = presence.isOnline.value;
  return html`
    <span class="row" hidden=${!presence.isShown.value}>
      <button
        class=${`presence${isOnline ? " on" : ""}`}
        title=${isOnline ? "New tickets come to you" : "No new tickets come to you"}
        disabled=${presence.isTurning.value}
        onClick=${presence.turn}
      >
        ${isOnline ? "Online" : "Offline"}<${Hidden}>${isOnline ? " (go offline)" : " (go online)"}<//>
      </button>
      <span class="bad" role="alert">${presence.trouble}</span>
    </span>
  `;
}
