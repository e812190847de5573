// Files on their way out: put straight where files lie, then named by the message that brings them along.

import { signal } from "../../vendor/signals.js";
import { post, typeOf } from "../../shared/posting.js";
import * as api from "./api.js";
import { refusal } from "./limits.js";

// A ticket's answers and its notes each have their own, until they are sent. `onChange` hears which have arrived.
export function openUploads(onChange) {
  const places = new Map();

  function of(ticketId, kind) {
    const place = `${ticketId}.${kind}`;
    if (!places.has(place)) places.set(place, openPlace((arrived) => onChange(ticketId, kind, arrived)));
    return places.get(place);
  }

  return { of };
}

const hasArrived = ({ id, trouble }) => id && !trouble;

function openPlace(onChange) {
  const files = signal([]);

  function set(next) {
    files.value = next;
    onChange(next.filter(hasArrived).map(({ id, name, size }) => ({ id, name, size })));
  }

  const isKept = ({ key }) => files.value.some((one) => one.key === key);

  function change({ key }, news) {
    set(files.value.map((one) => (one.key === key ? { ...one, ...news } : one)));
  }

  // What would be refused later is not uploaded at all.
  function take(chosen, limits) {
    const fresh = [...chosen].map((file) => described(file, limits));
    set([...files.value, ...fresh]);
    for (const one of fresh) if (!one.trouble) put(one);
  }

  async function put(one) {
    const request = new XMLHttpRequest();
    change(one, { request, share: 0, trouble: "", canRetry: false });
    try {
      const form = await api.post("v1/uploads", { name: one.name, content_type: one.type, size: one.size });
      if (!isKept(one)) return;
      await post(request, form, one.file, (share) => change(one, { share }));
      change(one, { id: form.id });
    } catch (problem) {
      change(one, { trouble: problem.message, canRetry: problem.isPassing });
    }
  }

  function remove(one) {
    one.request?.abort();
    set(files.value.filter(({ key }) => key !== one.key));
  }

  // They go along with a message; none of them stays.
  function give() {
    const given = files.value.map(({ id, name, size }) => ({ id, name, size }));
    set([]);
    return given;
  }

  function takeBack(given) {
    set([...given.map(known), ...files.value]);
  }

  // As a draft has them, which may have come from elsewhere; what is still on its way stays.
  function show(wanted) {
    const isWanted = ({ id }) => wanted.some((one) => one.id === id);
    const kept = files.value.filter((one) => !hasArrived(one) || isWanted(one));
    const fresh = wanted.filter(({ id }) => !kept.some((one) => one.id === id)).map(known);
    if (!fresh.length && kept.length === files.value.length) return;
    files.value = [...kept, ...fresh];
    for (const one of fresh) if (!one.name) look(one);
  }

  async function look(one) {
    try {
      const { name, size } = await api.get(`v1/uploads/${encodeURIComponent(one.id)}`);
      change(one, { name, size });
    } catch (problem) {
      // It goes along, were its name not to be had just now.
      const gone = problem.status === 404 ? "It is no longer there. Attach it again." : problem.message;
      change(one, { name: "A file", trouble: problem.isPassing ? "" : gone });
    }
  }

  return { files, take, put, remove, give, takeBack, show };
}

const known = (one) => ({ ...one, key: one.id, trouble: "" });

function described(file, limits) {
  const one = { key: crypto.randomUUID(), file, name: file.name, type: typeOf(file), size: file.size, id: "", share: 0, canRetry: false };
  return { ...one, trouble: refusal(one, limits) };
}
