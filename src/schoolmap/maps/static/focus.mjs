/** Keeps the keyboard where it was while parts of the page are made anew. */

/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {{mark: () => void, turn: (selected: Subject | null) => void}} Opener */

/** @param {HTMLElement} root @param {string | undefined} key @returns {boolean} whether it was found */
function focusKey(root, key) {
  if (!key) return false;
  for (const found of root.querySelectorAll("[data-key]")) {
    if (!(found instanceof HTMLElement) || found.dataset.key !== key) continue;
    found.focus({ preventScroll: true });
    return true;
  }
  return false;
}

/** @returns {HTMLElement | null} */
const focused = () => (document.activeElement instanceof HTMLElement ? document.activeElement : null);

/**
 * Elements that are made anew keep their `data-key`.
 * @param {HTMLElement} root @param {() => void} change
 */
export function keepFocus(root, change) {
  const held = focused();
  change();
  if (held && !held.isConnected && focused() === document.body) focusKey(root, held.dataset.key);
}

/**
 * Moves the focus into a card that opens, and back to what opened it when it closes.
 * @param {HTMLElement} root @param {HTMLElement} card @returns {Opener}
 */
export function makeOpener(root, card) {
  /** @type {Subject | null} */
  let shown = null;
  /** @type {HTMLElement | null} */
  let opener = null;
  /** @type {HTMLElement | null} */
  let before = null;
  return {
    // before anything is made anew
    mark() {
      before = focused();
    },
    turn(selected) {
      if (selected && !shown) opener = before;
      const was = shown;
      shown = selected;
      if (selected && selected !== was) card.focus({ preventScroll: true });
      if (selected || !was || !opener) return;
      if (opener.isConnected) opener.focus({ preventScroll: true });
      else focusKey(root, opener.dataset.key);
    },
  };
}
