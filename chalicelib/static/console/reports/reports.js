// The reports: what the team did in some days, and how that changed.

import { Within } from "../plan/within.js";
import { Confirm } from "../shared/confirm.js";
import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import { sheet } from "../shared/sheet.js";
import { channelName } from "../shared/words.js";
import * as api from "../state/api.js";
import { Answered, useAnswer } from "./answer.js";
import { path, read } from "./asked.js";
import { Attribution } from "./attribution.js";
import { Cards } from "./cards.js";
import { Chosen, Drawn } from "./chosen.js";
import { Channels, Course } from "./course.js";
import { CustomerAgent } from "./customer_agent.js";
import { Export } from "./export.js";
import { days } from "./numbers.js";
import { Tables } from "./tables.js";
import { Sheet } from "./tickets.js";

await sheet("./reports.css", import.meta.url);

const LOOKS_AGAIN = 5000;
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

// The account's zone says which day it is; whoever may not see it takes their own.
export function ReportsPage({ desk }) {
  const settings = useAnswer("v1/settings");
  const zone = settings.known?.office_hours.time_zone || (settings.problem && OWN_ZONE);
  return html`
    <main class="body reports" tabindex="-1">
      <h1>Reports</h1>
      <${Within} desk=${desk} feature="reports">
      ${zone ? html`<${Report} desk=${desk} zone=${zone} />` : html`<p class="muted" role="status">Loading…</p>`}
      <//>
      <${Sheet} />
    </main>
  `;
}

function Report({ desk, zone }) {
  const turn = useSignal(0);
  const asked = read(zone);
  const { from, to, channel, compare_from, compare_to } = asked;
  const summary = useAnswer(path("summary", { from, to, channel, compare_from, compare_to }), turn.value);
  const again = () => (turn.value += 1);
  const given = { asked, turn: turn.value };
  return html`
    <${Chosen} asked=${asked} />
    <${Answered} answer=${summary}>
      ${(known) => html`
        <${About} known=${known} asked=${asked} desk=${desk} again=${again} look=${summary.ask} />
        <${Cards} summary=${known} asked=${asked} />
        <${Drawn} asked=${asked} />
        <div class="charts">
          <${Course} summary=${known} ...${given} />
          <${Channels} summary=${known} ...${given} />
        </div>
        <${Tables} ...${given} />
        <${Attribution} ...${given} />
        <${CustomerAgent} summary=${known} ...${given} />
      `}
    <//>
  `;
}

// Which days these are, of what, and how far they are counted.
function About({ known, asked, desk, again, look }) {
  const { from, to, comparison, counted_until: until, is_rebuilding: isMade, time_zone: zone } = known;
  useUntilMade(isMade, look, again);
  const place = asked.channel ? channelName(asked.channel) : "All channels";
  return html`
    <div class="about">
      <div>
        <p><strong><bdi>${days(from, to)}</bdi></strong>, compared with <bdi>${days(comparison.from, comparison.to)}</bdi>. ${place}; days in ${zone}.</p>
        <p role="status" class="muted">
          ${until ? html`Counted until <${Ago} at=${until} />.` : "Nothing counted yet: figures come with the first tickets."}
          ${isMade && " All figures are being made anew; until that is done the old ones are shown."}
        </p>
      </div>
      <div class="actions">
        <button type="button" onClick=${again}>Refresh</button>
        <button type="button" onClick=${() => print()}>Print</button>
        ${desk.me.permissions.includes("account:write") && html`<${Rebuild} again=${again} isMade=${isMade} />`}
      </div>
      ${desk.me.permissions.includes("exports:read") &&
      html`<${Export} key=${`${from} ${to} ${asked.channel}`} from=${from} to=${to} channel=${asked.channel} />`}
    </div>
  `;
}

// While all is made anew the summary alone is asked, which tells the end of that; then everything is.
function useUntilMade(isMade, look, again) {
  const wasMade = useRef(false);
  const latest = useRef();
  latest.current = look;
  useEffect(() => {
    if (wasMade.current && !isMade) again();
    wasMade.current = isMade;
    if (!isMade) return undefined;
    const timer = setInterval(() => document.hidden || latest.current(), LOOKS_AGAIN);
    return () => clearInterval(timer);
  }, [isMade]);
}

function Rebuild({ again }) {
  const said = useSignal("");
  const rebuild = async () => {
    try {
      await api.post("v1/reports/rebuild");
      said.value = "Ordered: all figures are made anew.";
      again();
    } catch (problem) {
      said.value = problem.message;
    }
  };
  return html`
    <${Confirm} words="Make anew" name="Make all figures anew" question="Make all figures anew?" act=${rebuild}>
      <p>Every ticket is counted again, with the office hours and the time zone as they are now. The old figures are shown until that is done.</p>
    <//>
    <p role="status" class="muted">${said}</p>
  `;
}
