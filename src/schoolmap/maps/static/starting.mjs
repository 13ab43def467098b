/** Starts a page, or says why it does not start. */

/**
 * @param {() => Promise<void>} open
 */
export async function starting(open) {
  const wait = document.getElementById("schoolmap-wait");
  if (wait) wait.dataset.started = "true";
  try {
    await open();
    performance.mark("schoolmap-ready");
    document.documentElement.dataset.ready = "true";
  } catch (error) {
    // who has an old browser has been told so already
    if (wait?.dataset.old) return;
    fail(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} message */
function fail(message) {
  const place = document.getElementById("schoolmap-wait") ?? document.createElement("p");
  place.className = "sm-wait";
  place.setAttribute("role", "alert");
  place.textContent = `地图未能打开：${message} / The map did not open: ${message}`;
  if (!place.isConnected) document.body.append(place);
}
