// A command that asks for an operation, to be copied; what must be filled in is in capitals.

import { found } from "./read.js";
import { inner } from "./schema.js";

const DEEPEST = 4;

export function curlOf(description, operation, base) {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => name.toUpperCase());
  const query = operation.parameters.filter((each) => each.in === "query" && each.required);
  const asked = query.map((each) => `${each.name}=${each.name.toUpperCase()}`).join("&");
  const lines = [`curl ${operation.method === "GET" ? "" : `-X ${operation.method} `}'${base}${path}${asked ? `?${asked}` : ""}'`];
  if (!operation.isOpen) lines.push("-H 'Authorization: Bearer TOKEN'");
  if (operation.method !== "GET") lines.push("-H 'Content-Type: application/json'");
  if (operation.bodySchema) lines.push(`-d '${quoted(JSON.stringify(sample(description, operation.bodySchema)))}'`);
  return lines.join(" \\\n  ");
}

const quoted = (text) => text.replaceAll("'", "'\\''");

// What a body needs at least; where nothing is needed, its first member.
export function sample(description, schema, depth = 0) {
  const told = found(description, schema.anyOf ? inner(schema) : schema);
  if (told?.anyOf) return sample(description, told.anyOf[0], depth);
  if (told?.examples) return told.examples[0];
  if (told?.enum) return told.enum[0];
  if (told?.properties && depth < DEEPEST) return members(description, told, depth);
  if (told?.type === "array") return told.minItems ? [sample(description, told.items, depth + 1)] : [];
  if (told?.type === "integer" || told?.type === "number") return told.minimum ?? 1;
  if (told?.type === "boolean") return true;
  if (told?.format === "date-time") return "2026-01-31T09:00:00Z";
  if (told?.format === "date") return "2026-01-31";
  return told?.type === "string" ? "text" : {};
}

function members(description, told, depth) {
  const names = told.required?.length ? told.required : Object.keys(told.properties).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, sample(description, told.properties[name], depth + 1)]));
}
