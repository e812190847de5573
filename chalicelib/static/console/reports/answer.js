// What the server answers for the days that are asked for; what was known stays, dimmed, until the next is here, and beside
// a problem where it is of the same days.

import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";

const NONE = { known: undefined, problem: null, isAsking: false };

// Of several that were asked quickly the last one is shown, whichever answer comes last; no path asks nothing.
export function useAnswer(path, turn = 0) {
  const answer = useSignal(NONE);
  const last = useRef(null);
  const knownOf = useRef(null);
  async function ask() {
    const own = {};
    last.current = own;
    answer.value = { known: answer.value.known, problem: null, isAsking: true };
    const found = await api.get(path).then(
      (told) => ({ known: told, problem: null }),
      (problem) => ({ known: path === knownOf.current ? answer.value.known : undefined, problem }),
    );
    if (own !== last.current) return;
    if (!found.problem) knownOf.current = path;
    answer.value = { ...found, isAsking: false };
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
  if (known === undefined && !problem) return html`<p class="muted" role="status">Loading…</p>`;
  return html`
    ${problem && html`<p class="trouble" role="alert">${wordsOf(problem)}</p>`}
    ${problem && html`<button type="button" onClick=${ask}>Try again</button>`}
    ${known !== undefined && html`<div class=${isAsking || problem ? "asking" : ""} aria-busy=${isAsking}>${children(known)}</div>`}
  `;
}

const wordsOf = ({ message, body }) => [message, ...(body?.errors || []).map(({ detail }) => detail)].join(" ");
