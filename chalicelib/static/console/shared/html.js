// What every screen is built from: components, and signals which redraw what reads them.

import htm from "../../vendor/htm.js";
import { h } from "../../vendor/preact.js";

export { createContext, render } from "../../vendor/preact.js";
export { useContext, useEffect, useId, useLayoutEffect, useMemo, useRef } from "../../vendor/hooks.js";
export { useSignal } from "../../vendor/signals.js";

// Text only ever becomes text: nothing here reads markup.
export const html = htm.bind(h);
