// One tab of a browser after the other, where the browser can tell them to wait.

// What one tab stores another may read a moment later only: so long a turn lasts beyond its end.
const SEEN_AFTER = 500;

export function inTurn(name, act) {
  return new Promise((resolve, reject) => {
    let begun = null;
    const begin = () => (begun ||= act().then(resolve, reject));
    const turn = () => begin().then(() => new Promise((over) => setTimeout(over, SEEN_AFTER)));
    Promise.resolve()
      .then(() => navigator.locks.request(name, turn))
      .catch(begin);
  });
}
