// The description of the API as the page needs it: operations by their areas, and what refers to what.

const PREFIX = "#/";

// What a reference leads to; anything else is itself.
export function found(description, part) {
  if (!part?.$ref?.startsWith(PREFIX)) return part;
  const names = part.$ref.slice(PREFIX.length).split("/");
  return names.reduce((at, name) => at?.[name], description);
}

export const nameOf = (schema) => schema?.$ref?.split("/").pop() || "";

export function operationsOf(description) {
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]) => operation(description, path, method, told)),
  );
}

function operation(description, path, method, told) {
  return {
    id: told.operationId,
    area: told.tags[0],
    method: method.toUpperCase(),
    path,
    summary: told.summary,
    more: told.description || "",
    permission: told["x-permission"] || "",
    isOpen: told.security.length === 0,
    parameters: told.parameters.map((each) => found(description, each)),
    body: told.requestBody || null,
    bodySchema: told.requestBody?.content["application/json"].schema || null,
    answers: Object.entries(told.responses).map(([status, answer]) => answered(description, status, answer)),
  };
}

function answered(description, status, answer) {
  const headers = Object.entries(answer.headers || {}).map(([name, header]) => ({ name, ...found(description, header) }));
  const [type, content] = Object.entries(answer.content || {})[0] || ["", null];
  return { status, means: answer.description, headers, type, schema: content?.schema || null };
}

// Every word must be somewhere in what names the operation.
export function matching(operations, wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.filter((each) => words.every((word) => wordsOf(each).includes(word)));
}

const wordsOf = (each) =>
  `${each.method} ${each.path} ${each.summary} ${each.area} ${each.permission} ${each.id}`.toLowerCase();

export function byArea(description, operations) {
  return description.tags
    .map((tag) => ({ ...tag, operations: operations.filter((each) => each.area === tag.name) }))
    .filter((area) => area.operations.length);
}

export const anchorOf = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
