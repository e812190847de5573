// The frame around every screen: the column at the side, whether news get through, and the way back from what was done.

import { Inbox } from "./inbox/inbox.js";
import { Keyboard } from "./keyboard/keyboard.js";
import { html } from "./shared/html.js";
import { Later } from "./shared/later.js";
import { count } from "./shared/words.js";
import { Side } from "./side.js";
import { notice, place } from "./state/route.js";

const PAGES = {
  settings: async () => (await import("./settings/settings.js")).SettingsPage,
  reports: async () => (await import("./reports/reports.js")).ReportsPage,
};

const banner = async () => (await import("./plan/banner.js")).Banner;

function isToldOfPlan({ me, plan }) {
  const { is_plan_ending: isEnding, plan_ended: ended } = plan.value;
  return (ended || isEnding) && me.permissions.includes("people:write");
}

export function Frame({ desk }) {
  const { page } = place.value;
  const later = PAGES[page];
  return html`
    <div class="shell">
      <${Side} desk=${desk} />
      <div class="stage">
        <div>
          <${Connection} desk=${desk} />
          ${isToldOfPlan(desk) && html`<${Later} load=${banner} desk=${desk} />`}
          <p class="notice" role="status">${notice}</p>
        </div>
        ${later ? html`<${Later} key=${page} load=${later} desk=${desk} />` : html`<${Inbox} desk=${desk} />`}
      </div>
    </div>
    <${Undo} undo=${desk.undo} />
    <${Keyboard} desk=${desk} />
  `;
}

function Connection({ desk }) {
  const waiting = desk.waiting.value;
  const words = `${count(waiting, "message")} ${waiting === 1 ? "waits" : "wait"} to be sent.`;
  return html`<p class="offline" role="status">${[desk.connection.value, waiting && words].filter(Boolean).join(" ")}</p>`;
}

function Undo({ undo }) {
  const offered = undo.offered.value;
  return html`
    <div class="undo" role="status">
      ${offered && html`<span>${offered.words}</span>`}
      ${offered?.back && html`<button aria-keyshortcuts="u" onClick=${undo.take}>Undo</button>`}
    </div>
  `;
}
