// What stands before everything else until it is done with; the focus goes back to where it was.

import { html, useLayoutEffect, useRef } from "./html.js";
import { drop } from "./type_ahead.js";

export function Dialog({ label, onClose, children }) {
  const element = useRef();
  useLayoutEffect(() => {
    element.current.showModal();
    drop();
  }, []);
  return html`<dialog ref=${element} aria-label=${label} onClose=${onClose}>${children}</dialog>`;
}
