// Building pages from values. Text only ever becomes text: nothing here reads markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected", "required"]);

// el("a", { class: "big", href: "#", on: { click } }, "text", otherElement, null)
export function el(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (PROPERTIES.has(name)) {
      element[name] = value;
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(9).filter(isShown));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...children.flat(9).filter(isShown));
  return element;
}

export function hiddenText(text) {
  return el("span", { class: "visually-hidden" }, text);
}

let labels = 0;

// A field with its label; the label comes first.
export function field(label, input, hint = "") {
  const id = `field-${(labels += 1)}`;
  input.id = id;
  const parts = [el("label", { for: id }, label), input];
  if (hint) {
    input.setAttribute("aria-describedby", `${id}-hint`);
    parts.push(el("p", { class: "hint muted", id: `${id}-hint` }, hint));
  }
  return el("div", { class: "field" }, parts);
}

export function check(label, input) {
  return el("label", { class: "check" }, input, el("span", {}, label));
}

export function choice(options, value, on = {}) {
  return el(
    "select",
    { on },
    options.map(([key, text]) => el("option", { value: key, selected: key === value }, text)),
  );
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}
