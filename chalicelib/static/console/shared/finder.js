// A field that finds, and below it what it found: the field keeps the focus while arrows walk through the list.

import { html, useEffect, useId, useMemo, useRef, useSignal } from "./html.js";
import { take, written } from "./type_ahead.js";

// What is typed, which line of what was found is meant, and whether Enter came before there was one: a finder's state.
export function useFinding() {
  const [text, ...entered] = useMemo(() => written(take()).split("\n"), []);
  return { wanted: useSignal(text), at: useSignal(0), early: useRef(entered.length > 0) };
}

// `grouped` names a line's group. `said` is told below the list, else `nothing` where it is empty.
export function Finder({ label, placeholder, said, nothing, finding, found, grouped, press, choose, children: line }) {
  const { wanted, at, early } = finding;
  const field = useRef();
  const list = useId();
  const idOf = (index) => `${list}-${index}`;
  useEffect(() => {
    document.getElementById(idOf(at.value))?.scrollIntoView({ block: "nearest" });
  }, [at.value]);
  // Whoever is faster than what is looked for gets the first that is found.
  useEffect(() => {
    if (!early.current || !found.length) return;
    early.current = false;
    choose(found[0], field.current);
  });
  const type = (event) => {
    early.current = false;
    wanted.value = event.currentTarget.value;
    at.value = 0;
  };
  const option = (one, index) => html`
    <li
      key=${one.id || one.name}
      id=${idOf(index)}
      role="option"
      aria-selected=${index === at.value ? "true" : "false"}
      onMouseDown=${keepFocus}
      onClick=${(event) => press(one, index, event.currentTarget)}
    >
      ${line(one, index)}
    </li>
  `;
  return html`
    <input
      ref=${field}
      role="combobox"
      aria-label=${label}
      aria-expanded="true"
      aria-controls=${list}
      aria-activedescendant=${found.length ? idOf(at.value) : null}
      autocomplete="off"
      maxlength="200"
      placeholder=${placeholder}
      value=${wanted.value}
      onInput=${type}
      onKeyDown=${(event) => walk(event, finding, found, choose)}
    />
    <ul class="found" role="listbox" id=${list} aria-label="Found">
      ${grouped ? groups(found, grouped, option) : found.map(option)}
    </ul>
    <p class="muted" role="status">${said ?? (found.length ? "" : nothing)}</p>
  `;
}

const keepFocus = (event) => event.preventDefault();

function walk(event, { at, early }, found, choose) {
  if (event.isComposing) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && found.length) at.value = (at.value + by + found.length) % found.length;
  else if (event.key === "Enter" && found[at.value]) choose(found[at.value], event.currentTarget);
  else if (event.key === "Enter") early.current = true;
  else return;
  event.preventDefault();
}

function groups(found, grouped, option) {
  const parts = new Map();
  found.forEach((one, index) => {
    const name = grouped(one);
    parts.set(name, [...(parts.get(name) || []), option(one, index)]);
  });
  return [...parts].map(
    ([name, options]) => html`
      <li key=${name} role="group" aria-label=${name}>
        <span class="muted" aria-hidden="true">${name}</span>
        <ul role="presentation">${options}</ul>
      </li>
    `,
  );
}

export const fitting = (wanted) => {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => words.every((word) => text.toLowerCase().includes(word));
};
