// The conversations of the Customer Agent, each with what became of it, and the way to its ticket.

import { batch } from "../../vendor/signals.js";
import { Choice } from "../shared/fields.js";
import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import { useSettled } from "../shared/settled.js";
import { count, customerName } from "../shared/words.js";
import * as api from "../state/api.js";
import { Section } from "../settings/editor.js";
import { CHANNELS, nameOfChannel } from "./agent.js";

const CONVERSATIONS = "v1/customer_agent/conversations";
const NAMES = { open: "Open", resolved: "Resolved", routed: "Routed to the team", closed: "Closed without a solution" };
const OUTCOMES = [["", "All"], ...Object.entries(NAMES)];
const REASONS = {
  unknown: "no article answers it",
  asked_for_person: "a person was asked for",
  rule: "an escalation rule",
  unintelligible: "it could not be understood",
  unavailable: "no answer could be made",
  unverified: "the mail failed its checks",
};

export function Conversations() {
  const { rows, cursor, said, canRetry, wanted, want, more, read } = useConversations();
  return html`
    <${Section} title="Conversations">
      <div class="search">
        <${Choice} label="Outcome" options=${OUTCOMES} ...${useSettled(wanted.value.outcome, (outcome) => want({ outcome }))} />
        <${Choice} label="Channel" options=${CHANNELS} ...${useSettled(wanted.value.channel, (channel) => want({ channel }))} />
      </div>
      <p role="status" class="muted" hidden=${!said.value}>${said}</p>
      <ul class="conversations">${rows.value.map((row) => html`<${Row} key=${row.ticket_id} row=${row} />`)}</ul>
      ${cursor.value && !canRetry.value && html`<button type="button" onClick=${more}>Show more</button>`}
      ${canRetry.value && html`<button type="button" onClick=${() => read(cursor.value)}>Try again</button>`}
    <//>
  `;
}

function useConversations() {
  const rows = useSignal([]);
  const cursor = useSignal(null);
  const said = useSignal("");
  const canRetry = useSignal(false);
  const underWay = useRef(null);
  const wanted = useSignal({ outcome: "", channel: "" });

  // Of several that were chosen quickly the last one is shown, whichever answer comes last.
  async function read(from) {
    const asked = wanted.value;
    if (underWay.current === asked) return;
    underWay.current = asked;
    canRetry.value = false;
    if (!from) said.value = "Loading…";
    try {
      const page = await api.get(CONVERSATIONS, { ...asked, cursor: from });
      if (asked === wanted.value) show(page, from);
    } catch (problem) {
      if (asked === wanted.value) fail(problem);
    }
    if (underWay.current === asked) underWay.current = null;
  }

  function fail({ message }) {
    batch(() => {
      said.value = message;
      canRetry.value = true;
    });
  }

  function show(page, from) {
    batch(() => {
      rows.value = from ? [...rows.value, ...page.data] : page.data;
      cursor.value = page.next_cursor;
      const none = cursor.value ? "None among the newest ones." : "There are no such conversations.";
      said.value = rows.value.length ? "" : none;
    });
  }

  useEffect(() => {
    read();
  }, []);
  const want = (change) => {
    batch(() => {
      wanted.value = { ...wanted.value, ...change };
      rows.value = [];
      cursor.value = null;
    });
    read();
  };
  return { rows, cursor, said, canRetry, wanted, want, more: () => read(cursor.value), read };
}

function Row({ row }) {
  const { ticket_id: id, number, first_question: question, customer, channel, outcome, reason, messages, updated_at: at } = row;
  const why = outcome === "routed" && REASONS[reason];
  return html`
    <li>
      <p>
        <a href=${`#/all/any/${id}`}><bdi>${question || "No words yet"}</bdi></a>${" "}
        <span class="chip">${NAMES[outcome] || outcome}</span>
      </p>
      <p class="muted">
        #${number} · <bdi>${customerName(customer || {})}</bdi> · ${nameOfChannel(channel)} · ${count(messages, "message")} ·${" "}
        <${Ago} at=${at} />${why && ` · ${why}`}
      </p>
    </li>
  `;
}
