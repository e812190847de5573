// One tab of a browser after the other, where the browser can tell them to wait.

export async function inTurn(name, act) {
  let isMine = false;
  const begin = () => {
    isMine = true;
    return act();
  };
  try {
    return await navigator.locks.request(name, begin);
  } catch (problem) {
    if (isMine) throw problem;
    return act();
  }
}
