// A form of the Customer Agent's settings. What somebody else has changed meanwhile is not written over unasked.

import { html, useEffect, useLayoutEffect, useMemo, useRef, useSignal } from "../shared/html.js";
import { Form, Section } from "../settings/editor.js";
import { openAgent } from "./agent.js";

// `children` is given the settings, once they are there.
export function WithAgent({ children }) {
  const agent = useMemo(openAgent, []);
  useEffect(() => {
    agent.load();
  }, []);
  const { known, said, canRetry, load } = agent;
  return html`
    <p role="status" class=${canRetry.value ? "trouble" : "muted"} hidden=${!said.value}>${said}</p>
    ${canRetry.value && html`<button type="button" onClick=${load}>Try again</button>`}
    ${known.value && children(agent)}
  `;
}

// What is chosen in a form where other fields hang on it: what the server has, whenever that is another.
export function useChosen(known) {
  const chosen = useSignal(known);
  useLayoutEffect(() => {
    chosen.value = known;
  }, [known]);
  return chosen;
}

// `onTheirs` hears that what was typed is given up for what the server has. `beside` stands in the section but not in its form, which would take what is sent there for its own.
export function AgentSection({ title, agent, changes, onSaved = () => {}, onTheirs = () => {}, isReady, beside, children }) {
  const newer = useSignal(null);
  const edition = useSignal(0);
  const over = useRef(undefined);
  const save = async (form) => {
    try {
      const saved = await agent.save(changes(form), over.current);
      newer.value = null;
      return saved;
    } catch (problem) {
      newer.value = problem.code === "version_mismatch" ? problem.body.version : null;
      throw problem;
    } finally {
      over.current = undefined;
    }
  };
  const insist = (event) => {
    over.current = newer.value;
    event.currentTarget.form.requestSubmit();
  };
  const giveWay = async () => {
    if (!(await agent.load())) return;
    newer.value = null;
    edition.value += 1;
    onTheirs();
  };
  return html`
    <${Section} title=${title}>
      <${Form} key=${edition.value} save=${save} onSaved=${onSaved} name=${`Save ${title}`} isReady=${isReady}>
        ${children}
        ${newer.value !== null &&
        html`
          <div class="actions" role="group" aria-label="Changed by somebody else">
            <button type="button" onClick=${insist}>Save mine all the same</button>
            <button type="button" onClick=${giveWay}>Take theirs</button>
          </div>
        `}
      <//>
      ${beside}
    <//>
  `;
}
