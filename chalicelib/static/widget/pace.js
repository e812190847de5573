// How often the server is asked for news: often while somebody looks, seldom while the chat is
// closed or hidden, and not at all after a while unseen, so that the shop can mail instead.

const OPEN = 1500;
const CLOSED = 10000;
const HIDDEN = 20000;
const HIDDEN_FOR = 120000;
const LONGEST = 30000;

export function pace(ask) {
  let timer = 0;
  let failures = 0;
  let isOpen = false;
  let isAsking = false;
  let isWanted = false;
  let isStopped = true;
  let hiddenAt = document.hidden ? Date.now() : 0;

  async function now() {
    clearTimeout(timer);
    isStopped = false;
    isWanted = isAsking;
    if (isAsking) return;
    isAsking = true;
    failures = (await ask()) ? 0 : failures + 1;
    isAsking = false;
    if (isWanted) now();
    else wait();
  }

  function wait() {
    clearTimeout(timer);
    const isUnseen = hiddenAt && Date.now() - hiddenAt > HIDDEN_FOR;
    if (isStopped || isUnseen) return;
    timer = setTimeout(now, Math.min(delay() * 2 ** failures, LONGEST));
  }

  function delay() {
    if (document.hidden) return HIDDEN;
    return isOpen ? OPEN : CLOSED;
  }

  function again() {
    if (!isStopped) now();
  }

  document.addEventListener("visibilitychange", () => {
    hiddenAt = document.hidden ? Date.now() : 0;
    if (!document.hidden) again();
  });
  window.addEventListener("focus", again);
  window.addEventListener("online", again);

  return {
    now,
    stop() {
      clearTimeout(timer);
      isStopped = true;
    },
    open(isIt) {
      isOpen = isIt;
      if (isIt) again();
    },
  };
}
