// What the server answers for the days that are asked for; what was known stays, dimmed, until the next is here.

import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";

const NONE = { known: undefined, problem: null, isAsking: false };

// Of several that were asked quickly the last one is shown, whichever answer comes last; no path asks nothing.
export function useAnswer(path, turn = 0) {
  const answer = useSignal(NONE);
  const last = useRef(null);
  async function ask() {
    const own = {};
    last.current = own;
    answer.value = { known: answer.value.known, problem: null, isAsking: true };
    const found = await api.get(path).then(
      (known) => ({ known, problem: null }),
      (problem) => ({ known: undefined, problem }),
    );
    if (own === last.current) answer.value = { ...found, isAsking: false };
  }
  useEffect(() => {
    if (path) ask();
    return () => {
      last.current = null;
    };
  }, [path, turn]);
  return { ...answer.value, ask };
}

export function Answered({ answer: { known, problem, isAsking, ask }, children }) {
  if (problem) {
    return html`
      <p class="trouble" role="alert">${problem.message}</p>
      <button type="button" onClick=${ask}>Try again</button>
    `;
  }
  if (known === undefined) return html`<p class="muted" role="status">Loading…</p>`;
  return html`<div class=${isAsking ? "asking" : ""} aria-busy=${isAsking}>${children(known)}</div>`;
}
