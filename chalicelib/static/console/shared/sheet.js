// A style sheet that only some screens need: it is there once this is done, or the screen does without.

// `of` is the address of the script that asks: the path is seen from there.
export const sheet = (path, of) =>
  new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(path, of);
    link.onload = link.onerror = done;
    document.head.append(link);
  });
