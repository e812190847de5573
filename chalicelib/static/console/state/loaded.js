// Something of the server's that a page shows whole: as it was when it was asked for last.

import { batch, signal } from "../../vendor/signals.js";
import * as api from "./api.js";

// `known` is undefined until it is there, and null where the server has none.
export function openLoaded(path) {
  const known = signal(undefined);
  const said = signal("");
  const canRetry = signal(false);

  function settle(found, words) {
    batch(() => {
      known.value = found;
      said.value = words;
      canRetry.value = words !== "";
    });
  }

  // True where the server has told.
  async function load() {
    if (known.value === undefined) said.value = "Loading…";
    try {
      settle(await api.get(path), "");
    } catch (problem) {
      const isNone = problem.status === 404;
      settle(isNone ? null : known.value, isNone ? "" : problem.message);
      return isNone;
    }
    return true;
  }

  return { known, said, canRetry, load };
}
