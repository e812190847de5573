// How the account is: one line on top, then each part with what is wrong with it and where that is mended.

import { html, useEffect, useMemo } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import { sheet } from "../shared/sheet.js";
import { Channels, Mail, Queues, Webhooks, Work } from "./parts.js";
import { Stuck } from "./stuck.js";
import { openWatch } from "./watch.js";
import { complaints } from "./words.js";

await sheet("./status.css", import.meta.url);

export function Status() {
  const watch = useMemo(openWatch, []);
  useEffect(watch.start, [watch]);
  const known = watch.known.value;
  return html`
    <section class="verdict" aria-label="Summary">
      <${Verdict} watch=${watch} />
      <div class="actions"><button type="button" onClick=${watch.look}>Look again</button></div>
    </section>
    ${known &&
    html`
      <${Queues} of=${known.queues} />
      <${Mail} of=${known.mail} />
      <${Channels} of=${known.channels} />
      <${Webhooks} of=${known.webhooks} />
      <${Work} of=${known.work} />
      <${Stuck} known=${known} watch=${watch} />
    `}
  `;
}

// What is told to who listens changes only when the state does: the age stands outside of it.
function Verdict({ watch }) {
  const [known, trouble] = [watch.known.value, watch.trouble.value];
  return html`
    <p role="status" class="trouble" hidden=${!trouble}>${trouble}</p>
    <p role="status" class=${!trouble && known?.is_well ? "good" : ""}>${verdict(known, trouble)}</p>
    ${known && html`<p class="muted">Last answer: <${Ago} at=${watch.seenAt.value} />. Asked again every 15 seconds.</p>`}
  `;
}

function verdict(known, trouble) {
  if (!known) return trouble ? "" : "Loading…";
  const wrong = complaints(known);
  const words = known.is_well ? "Everything runs." : `Not everything runs${wrong.length ? `: ${wrong.join("; ")}` : ""}.`;
  return trouble ? `Last known: ${words}` : words;
}
