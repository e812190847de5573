// A type as a reader sees it: its members, each with its own type; what has members itself is opened when asked.

import { html } from "../console/shared/html.js";
import { Prose } from "./prose.js";
import { found, nameOf } from "./read.js";

const DEEPEST = 8;

// `required` is what is said of members that are never left out.
export function Schema({ description, schema, required, depth = 0 }) {
  const shared = { description, required, depth };
  const told = found(description, inner(schema));
  const either = eitherOf(told);
  if (either.length > 1) {
    return either.map((each) => html`<${Member} ...${shared} name="one of" schema=${each} />`);
  }
  const members = Object.entries(told?.properties || {});
  if (!members.length) return html`<p class="muted">${shortly(description, schema)}</p>`;
  const never = new Set(told.required || []);
  return html`
    ${told.description && html`<p class="muted"><${Prose} text=${told.description} /></p>`}
    <ul class="members">
      ${members.map(
        ([name, each]) => html`<li key=${name}>
          <${Member} ...${shared} name=${name} schema=${each} isRequired=${never.has(name)} />
        </li>`,
      )}
    </ul>
  `;
}

function Member({ description, name, schema, isRequired = false, required, depth }) {
  const line = html`
    <code class="name">${name}</code>
    <span class="type">${shortly(description, schema)}</span>
    ${isRequired && html`<span class="always">${required}</span>`}
    ${schema.description && html`<span class="muted"><${Prose} text=${schema.description} /></span>`}
  `;
  if (depth >= DEEPEST || !hasMembers(description, schema)) return html`<div class="member">${line}</div>`;
  return html`<details class="member">
    <summary>${line}</summary>
    <${Lazily} description=${description} schema=${schema} required=${required} depth=${depth + 1} />
  </details>`;
}

// Types may lead back to themselves, and a page of all of them would be long.
const Lazily = (props) => html`<${Schema} ...${props} />`;

// What a list, or a value that may be null, is made of.
export function inner(schema) {
  if (schema?.items) return inner(schema.items);
  const either = eitherOf(schema);
  return either.length === 1 ? inner(either[0]) : schema;
}

const eitherOf = (schema) => (schema?.anyOf || []).filter((each) => each.type !== "null");

function hasMembers(description, schema) {
  const told = found(description, inner(schema));
  return Boolean(told?.properties) || eitherOf(told).some((each) => hasMembers(description, each));
}

export function shortly(description, schema) {
  if (!schema) return "";
  if (schema.anyOf) return [...new Set(schema.anyOf.map((each) => shortly(description, each)))].join(" or ");
  if (schema.$ref) return named(description, schema);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
  if (schema.type === "array") return `list of ${schema.items ? shortly(description, schema.items) : "anything"}`;
  return [schema.format || schema.type || "anything", bounds(schema)].filter(Boolean).join(", ");
}

function named(description, schema) {
  const told = found(description, schema);
  return told?.enum ? shortly(description, told) : nameOf(schema);
}

function bounds(schema) {
  const { minimum, maximum, minLength, maxLength } = schema;
  const size = [minimum ?? minLength, maximum ?? maxLength];
  if (size[0] === undefined && size[1] === undefined) return "";
  const unit = minLength !== undefined || maxLength !== undefined ? " characters" : "";
  if (size[1] === undefined) return `${size[0]} or more${unit}`;
  return size[0] === undefined ? `up to ${size[1]}${unit}` : `${size[0]} to ${size[1]}${unit}`;
}
