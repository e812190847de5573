// Where to answer somebody who leaves: asked for, checked, and confirmed.

import { el, field } from "../shared/dom.js";

// `done` is called once it is kept; `save` keeps it, or says why not.
export function addressing({ say }, save, done) {
  const email = el("input", { type: "email", autocomplete: "email", maxlength: 254, required: true, dir: "ltr" });
  const wrong = el("p", { class: "wrong", id: "wrong", role: "alert" });
  const element = el(
    "form",
    { class: "asked", hidden: true, novalidate: true, on: { submit } },
    field(say("email"), email, say("leave_email")),
    el("button", { type: "submit" }, say("save_email")),
    wrong,
  );
  email.setAttribute("aria-describedby", `${email.getAttribute("aria-describedby")} wrong`);

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
