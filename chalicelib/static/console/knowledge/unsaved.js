// What was typed of an article and not saved yet: it is there again after a look elsewhere, or a reload of this tab.

const keyOf = (agentId, id) => `deskhand.article.${agentId}.${id}`;

// `version` is the one that it is a change of: somebody else may have changed the article since.
export function openUnsaved(agentId, id) {
  const key = keyOf(agentId, id);

  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function keep(version, words) {
    try {
      sessionStorage.setItem(key, JSON.stringify({ version, words }));
    } catch {
      // The browser has no room: it stays in the form alone.
    }
  }

  return { read, keep, forget: () => sessionStorage.removeItem(key) };
}
