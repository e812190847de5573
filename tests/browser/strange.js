// What is on a page, or in the frame of a mail, that a stranger must have put there.
() => {
  const isMail = window !== window.top && location.pathname.endsWith("/mail");
  const pictures = document.querySelector("link[rel=icon]")?.href.replace("icon.svg", "icons.svg");
  const tags = [
    isMail ? "svg" : `svg:not(:has(> use:only-child)), use:not([href^='${pictures}#'])`,
    "math, object, embed, base, style, template, xmp, marquee, frameset, audio, video, picture, source, track",
    "plaintext, listing, portal, form[action], meta[http-equiv], script:not([src]), iframe:not([title='Formatted mail'])",
    "link:not([rel=stylesheet], [rel=modulepreload], [rel=icon])",
    isMail ? "form, input, button, select, textarea, iframe, script, [id], [name]:not(meta)" : "body > :not(#app, #chat, noscript)",
  ].join();
  const clobbering = /^(desk|session|body|attributes|innerHTML|firstChild|parentNode|defaultView|location|cookie|deskhand|pop|f|q|__proto__|constructor|toString|getElementById|querySelector)$/;
  const loads = /^(src|srcset|data|action|formaction|poster|background|xlink:href)$/;
  const leads = /^(https?:|mailto:|tel:|static\/|#)/i;
  const styles = /url|expression|position|@|\\|behavior|binding/i;

  const isForeign = (value) => value !== "" && new URL(value, location.href).origin !== location.origin;
  const isBad = ({ name, value }) =>
    /^on/i.test(name) ||
    (loads.test(name) && isForeign(value)) ||
    (name === "style" && styles.test(value)) ||
    (name === "href" && !leads.test(value)) ||
    ((name === "id" || name === "name") && clobbering.test(value));
  const isStrange = (element) => element.matches(tags) || [...element.attributes].some(isBad);
  return [...document.querySelectorAll("*")].filter(isStrange).map((element) => element.outerHTML.slice(0, 200));
};
