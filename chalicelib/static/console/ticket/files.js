// The files of a message, as the chat shows them: each opens by an address that is good for a moment.

import { files } from "../../shared/files.js";
import { html, useLayoutEffect, useRef } from "../shared/html.js";
import * as api from "../state/api.js";

const WORDS = { all: "Attachments", one: "File", failed: "The file cannot be had right now; try again." };

export function Files({ entry }) {
  const place = useRef();
  const { id, attachments } = entry;
  useLayoutEffect(() => {
    place.current.replaceChildren(files(attachments, (file) => linkOf(id, file), WORDS));
  }, [attachments.map((file) => file.id).join()]);
  return html`<div ref=${place}></div>`;
}

export async function linkOf(message, file) {
  const path = `v1/messages/${encodeURIComponent(message)}/attachments/${encodeURIComponent(file.id)}`;
  return (await api.get(path)).url;
}
