// Taking the figures away as a file, which the server makes in the background.

import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";

const EXPORTS = "v1/reports/exports";
const ASKS_AGAIN = 2000;
const RENEWS = 240000; // A link is good for five minutes.
const FORMATS = [
  ["csv", "Export as CSV"],
  ["ndjson", "Export as NDJSON"],
];

export function Export({ from, to, channel }) {
  const made = useSignal(null);
  const said = useSignal("");
  const isOrdering = useSignal(false);
  const timer = useRef(0);
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
      clearTimeout(timer.current);
    },
    [],
  );

  function follow(found) {
    if (isGone.current) return;
    made.value = found;
    said.value = told(found);
    if (found.url || isUnderWay(found)) timer.current = setTimeout(look, found.url ? RENEWS : ASKS_AGAIN);
  }
  async function attempt(work) {
    try {
      follow(await work());
    } catch (problem) {
      if (isGone.current) return;
      said.value = problem.message;
      if (problem.isPassing && made.value) timer.current = setTimeout(look, ASKS_AGAIN);
      else made.value = null;
    }
  }
  const look = () => attempt(() => api.get(`${EXPORTS}/${encodeURIComponent(made.value.id)}`));
  const order = async (format) => {
    if (isOrdering.value) return;
    isOrdering.value = true;
    made.value = null;
    said.value = "Ordered…";
    clearTimeout(timer.current);
    await attempt(() => api.post(EXPORTS, { from, to, format, ...(channel && { channel }) }));
    isOrdering.value = false;
  };

  const isBusy = isOrdering.value || isUnderWay(made.value);
  const progress = made.value?.progress;
  return html`
    <div class="export">
      <div class="actions">
        ${FORMATS.map(
          ([format, words]) => html`
            <button key=${format} type="button" disabled=${isBusy} onClick=${() => order(format)}>${words}</button>
          `,
        )}
        ${made.value?.url && html`<a href=${made.value.url} download>Download the file</a>`}
      </div>
      ${isUnderWay(made.value) && progress && html`<progress aria-label="Progress" max=${progress.days || 1} value=${progress.days_done}></progress>`}
      <p role="status" class="muted">${said}</p>
    </div>
  `;
}

const isUnderWay = (found) => Boolean(found) && !found.url && !["failed", "expired"].includes(found.status);

function told({ status, url, progress }) {
  if (url) return "The file is there.";
  if (status === "failed") return "The file could not be made. Try again.";
  if (status === "expired") return "The file is no longer there. Export again.";
  return progress ? `${progress.days_done} of ${progress.days} days…` : "Ordered…";
}
