// Where to answer somebody who leaves: asked for, checked, and confirmed.

import { el, field } from "../shared/dom.js";

const LEFT = { id: "left", ask: "leave_email", act: "save_email" };

// `done` is called once it is kept; `save` keeps it, or says why not. `named` tells two such forms apart.
export function addressing({ say }, save, done, named = LEFT) {
  const email = el("input", { type: "email", autocomplete: "email", maxlength: 254, required: true, dir: "ltr" });
  const wrong = el("p", { class: "wrong", id: `${named.id}-wrong`, role: "alert" });
  const element = el(
    "form",
    { class: "asked", hidden: true, novalidate: true, on: { submit } },
    field(say("email"), email, say(named.ask)),
    el("button", { type: "submit" }, say(named.act)),
    wrong,
  );
  email.setAttribute("aria-describedby", `${email.getAttribute("aria-describedby")} ${wrong.id}`);

  async function submit(event) {
    event.preventDefault();
    const isRight = email.value.trim() && email.checkValidity();
    try {
      if (isRight) await save(email.value.trim());
      complain(isRight ? "" : "email_wrong");
    } catch (problem) {
      complain(problem.status === 422 ? "email_wrong" : "not_now");
    }
  }

  function complain(name) {
    wrong.textContent = name && say(name);
    email.setAttribute("aria-invalid", Boolean(name));
    if (name) email.focus();
    else done();
  }

  return { element, isTyped: () => Boolean(email.value) };
}
