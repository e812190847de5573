// The settings of the Customer Agent: one tree with one version, of which each form changes a part.

import { batch, signal } from "../../vendor/signals.js";
import { channelName, channels } from "../shared/words.js";
import * as api from "../state/api.js";

const AGENT = "v1/customer_agent";

// The Customer Agent calls one channel otherwise than tickets do.
const CHAT = ["chat", "webchat"];
export const nameOfChannel = (slug) => channelName(slug === CHAT[0] ? CHAT[1] : slug);
export const CHANNELS = [["", "All channels"], ...channels.map(([slug, name]) => [slug === CHAT[1] ? CHAT[0] : slug, name])];

export function openAgent() {
  const known = signal(undefined);
  const said = signal("");
  const canRetry = signal(false);
  let version;

  function settle(found, words = "") {
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
      take(await api.call("GET", AGENT));
      return true;
    } catch (problem) {
      settle(known.value, problem.message);
      return false;
    }
  }

  function take(answer) {
    ({ version } = answer);
    settle(answer.body);
    return answer.body;
  }

  // With `over`, it is a change of that newer version.
  const save = async (body, over = version) => take(await api.call("PATCH", AGENT, { body, version: over }));

  return { known, said, canRetry, load, save };
}
