// For a list that acts when something is chosen: by keys, that is where one stays, not what one passes on the way.

import { useRef, useSignal } from "./html.js";

const SETTLES_AFTER = 700;

// What such a list is given; `value` is what it stands at until something is chosen.
export function useSettled(value, act) {
  const walked = useSignal(null);
  const { current: choice } = useRef({ isByKeys: false, timer: 0 });
  const settle = () => {
    clearTimeout(choice.timer);
    const chosen = walked.value;
    walked.value = null;
    if (chosen !== null) choice.act(chosen);
  };
  choice.act = act;
  return {
    value: walked.value ?? value,
    onPointerDown: () => {
      choice.isByKeys = false;
    },
    onKeyDown: (event) => {
      choice.isByKeys = true;
      if (event.key !== "Enter" || walked.value === null) return;
      event.preventDefault(); // It would show the list again.
      settle();
    },
    onChange: (event) => {
      walked.value = event.currentTarget.value;
      clearTimeout(choice.timer);
      choice.timer = setTimeout(settle, choice.isByKeys ? SETTLES_AFTER : 0);
    },
    onBlur: settle,
  };
}
