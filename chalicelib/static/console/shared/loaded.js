// A part that the server is asked for by itself: while it is asked, where it does not answer, and as it is.

import { html, useEffect, useMemo } from "./html.js";
import { openLoaded } from "../state/loaded.js";

// `children` is given what is known, and what asks again.
export function Loaded({ path, children }) {
  const loaded = useMemo(() => openLoaded(path), [path]);
  useEffect(() => {
    loaded.load();
  }, [loaded]);
  const { known, said, canRetry, load } = loaded;
  return html`
    <p role="status" class=${canRetry.value ? "trouble" : "muted"} hidden=${!said.value}>${said}</p>
    ${canRetry.value && html`<button type="button" onClick=${load}>Try again</button>`}
    ${known.value !== undefined && children(known.value, load)}
  `;
}
