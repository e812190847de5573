// Files on their way to the shop: put where files lie at once, then named by the message that brings
// them along. What is wrong with one is told by a word of the catalogue.

import { size } from "../shared/files.js";
import { post, typeOf } from "../shared/posting.js";

// `begin` asks the server for a form; `changed` hears of every step.
export function uploads(limits, begin, changed) {
  let files = [];

  // What would be refused later is not uploaded at all.
  function take(chosen) {
    for (const file of chosen) {
      const one = { key: crypto.randomUUID(), file, name: file.name, size: file.size, type: typeOf(file), id: "", share: 0 };
      files.push({ ...one, ...wrong(one) });
    }
    changed();
    for (const one of files) if (!one.trouble && !one.request) put(one);
  }

  function wrong({ size: bytes, type }) {
    const kind = limits.kinds.find(({ types }) => types.includes(type));
    if (files.filter((one) => !one.trouble).length >= limits.most) return { trouble: "file_many", values: { count: limits.most } };
    if (!bytes) return { trouble: "file_empty" };
    if (!kind) return { trouble: "file_kind" };
    return bytes > kind.max_bytes && { trouble: "file_large", values: { size: size(kind.max_bytes) } };
  }

  async function put(one) {
    const request = new XMLHttpRequest();
    change(one, { request, share: 0, trouble: "", canRetry: false });
    try {
      const form = await begin(one);
      if (!files.includes(one)) return;
      await post(request, form, one.file, (share) => change(one, { share }));
      change(one, { id: form.id });
    } catch ({ status }) {
      change(one, { trouble: told(status), canRetry: status !== 422 });
    }
  }

  function change(one, news) {
    Object.assign(one, news);
    changed();
  }

  function remove(one) {
    one.request?.abort();
    files = files.filter((other) => other !== one);
    changed();
  }

  return {
    take,
    put,
    remove,
    accepts: limits.kinds.flatMap(({ types }) => types).join(),
    get all() {
      return files;
    },
    get areReady() {
      return files.every(({ id }) => id);
    },
    // They go along with a message; none of them stays.
    give() {
      const given = files.map(({ id, name, size: bytes }) => ({ id, name, size: bytes }));
      files = [];
      return given;
    },
  };
}

function told(status) {
  if (status === 429) return "file_busy";
  return status === 422 ? "file_refused" : "file_failed";
}
