// Trying the chat as a shopper: a test shop in a tab of its own, and an end to what was tried.

import { html, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";

const SANDBOX = "v1/setup/sandbox";

// The tab is opened by the press itself: browsers let no page open one later.
async function open() {
  const tab = window.open("", "_blank");
  try {
    const { url } = await api.post(SANDBOX);
    if (!tab) return location.assign(url);
    tab.opener = null;
    tab.location.replace(url);
  } catch (problem) {
    tab?.close();
    throw problem;
  }
}

async function close() {
  let closed = 0;
  let left = 1;
  while (left > 0) {
    const done = await api.remove(SANDBOX);
    closed += done.closed;
    left = done.closed ? done.left : 0;
  }
  return closed ? `${closed} test ${closed === 1 ? "ticket is" : "tickets are"} closed.` : "No test ticket is open.";
}

export function Sandbox({ desk, hasEnd = false }) {
  const said = useSignal("");
  if (!desk.me.permissions.includes("settings:write")) return null;
  const attempt = (act) => async () => {
    try {
      said.value = (await act()) || "";
    } catch (problem) {
      said.value = problem.message;
    }
  };
  return html`
    <div class="actions">
      <button type="button" onClick=${attempt(open)}>Write as a shopper</button>
      ${hasEnd && html`<button type="button" onClick=${attempt(close)}>Close the test tickets</button>`}
    </div>
    <p role="status">${said}</p>
  `;
}
