// A formatted mail, in a frame where nothing runs. A stranger wrote it.

import { html, useEffect, useMemo, useRef, useSignal } from "../shared/html.js";
import { count } from "../shared/words.js";
import { distrust, isTrusted, trust } from "../state/pictures.js";
import { linkOf } from "./files.js";
import { picturesIn, read, write } from "./paper.js";

const HIGHEST = 6000;

// Whoever only claims to be somebody is not trusted as they are.
export function Formatted({ entry }) {
  const page = useMemo(() => read(entry.html), [entry.html]);
  const pictures = picturesIn(page);
  const sender = entry.flags?.includes("unverified_sender") ? "" : entry.sender;
  const isOnce = useSignal(false);
  const isAlways = isTrusted(sender);
  const hasPictures = isOnce.value || isAlways;
  return html`
    ${pictures > 0 && html`<${Pictures} number=${pictures} sender=${sender} isAlways=${isAlways} isOnce=${isOnce} />`}
    <${Paper} key=${hasPictures} entry=${entry} page=${page} hasPictures=${hasPictures} />
  `;
}

function Pictures({ number, sender, isAlways, isOnce }) {
  const once = () => {
    isOnce.value = true;
  };
  const never = () => {
    isOnce.value = false;
    distrust(sender);
  };
  if (isAlways) {
    return html`
      <p class="pictures muted">
        ${`In this browser, pictures of ${sender} are always shown. `}<button class="quiet" onClick=${never}>Stop that</button>
      </p>
    `;
  }
  if (isOnce.value && !sender) return null;
  return html`
    <p class="pictures muted">
      ${!isOnce.value &&
      html`
        ${`${count(number, "picture")} not loaded: that would tell the sender that you read this. `}
        <button class="quiet" onClick=${once}>Show pictures</button>
      `}
      ${sender && html`<button class="quiet" onClick=${() => trust(sender)}>${`Always show pictures of ${sender}`}</button>`}
    </p>
  `;
}

// The frame is as high as its mail, so that only the thread scrolls.
function Paper({ entry, page, hasPictures }) {
  const frame = useRef();
  const watch = useMemo(() => new ResizeObserver(() => fit(frame.current)), []);
  useEffect(() => () => watch.disconnect(), []);
  const loaded = () => {
    const { body } = frame.current.contentDocument;
    write(body, page, { hasPictures, linkOf: (id) => fileNamed(entry, id) });
    watch.observe(body);
  };
  return html`
    <iframe
      ref=${frame}
      title="Formatted mail"
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerpolicy="no-referrer"
      src=${`mail${hasPictures ? "?pictures=true" : ""}`}
      onLoad=${loaded}
    ></iframe>
  `;
}

function fit(frame) {
  const { documentElement: page } = frame?.contentDocument || {};
  if (page) frame.height = Math.min(page.offsetHeight + 2, HIGHEST);
}

async function fileNamed({ id, attachments }, contentId) {
  const file = attachments.find((one) => one.content_id === contentId);
  return file ? linkOf(id, file).catch(() => "") : "";
}
