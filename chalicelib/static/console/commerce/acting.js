// Something is done at a shop for a customer: asked for once, however often it is pressed, and told as it turns out.

import { batch } from "../../vendor/signals.js";
import { useEffect, useRef, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";

const LOOK_AFTER = 5000;
const OPEN = new Set(["pending", "unknown"]);
const UNKNOWN = "The shop has not said whether this is done. It is looked up, and the ticket will tell.";
const OUTCOMES = {
  done: "It was done after all.",
  not_done: "It was not done. You may try again.",
  refused: "The shop refused it.",
};

// `changed` is called whenever something may be different from what the page shows.
export function useActing(ticketId, changed) {
  const said = useSignal("");
  const isTrouble = useSignal(false);
  const isBusy = useSignal(false);
  const asked = useRef({ of: "", key: "" });
  const timer = useRef(0);
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
      clearTimeout(timer.current);
    },
    [],
  );

  const say = (words, isBad = false) =>
    batch(() => {
      said.value = words;
      isTrouble.value = isBad;
    });

  // What was asked for and not answered keeps its key, so that it is not done twice.
  function keyOf(...what) {
    const of = JSON.stringify(what);
    if (asked.current.of !== of) asked.current = { of, key: crypto.randomUUID() };
    return asked.current.key;
  }

  // Returns what became of it, or nothing where it was refused or could not be asked.
  async function act(method, path, body, praise) {
    if (isBusy.value) return null;
    isBusy.value = true;
    say("Asking the shop…");
    try {
      const { body: action } = await api.call(method, path, { body, key: keyOf(method, path, body) });
      asked.current = { of: "", key: "" };
      tell(action, praise);
      return action;
    } catch (problem) {
      if (!problem.isPassing) asked.current = { of: "", key: "" };
      say([problem.message, ...others(problem)].join(" "), true);
      if (problem.status === 409) changed(); // It is not as the page shows it.
      return null;
    } finally {
      isBusy.value = false;
    }
  }

  function tell(action, praise) {
    if (OPEN.has(action.state)) {
      say(UNKNOWN, true);
      lookLater(action.id);
    } else say(action.state === "done" ? praise : OUTCOMES[action.state] || "", action.state !== "done");
    changed();
  }

  function lookLater(id) {
    clearTimeout(timer.current);
    if (!isGone.current) timer.current = setTimeout(look, LOOK_AFTER, id);
  }

  async function look(id) {
    try {
      const action = await api.get(`v1/tickets/${encodeURIComponent(ticketId)}/actions/${encodeURIComponent(id)}`);
      if (!OPEN.has(action.state)) tell(action, OUTCOMES.done);
      else if (!action.settled_at) lookLater(id);
    } catch (problem) {
      if (problem.isPassing) lookLater(id);
    }
  }

  return { act, said, isTrouble, isBusy };
}

const others = ({ message, body }) => (body?.errors || []).map(({ detail }) => detail).filter((detail) => detail !== message);
