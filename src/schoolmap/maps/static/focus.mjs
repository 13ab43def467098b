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
 * Elements that are made anew keep their `data-key`; where one is gone, the part that held it takes
 * the focus, so that the keyboard goes on from there.
 * @param {HTMLElement} root @param {() => void} change
 */
export function keepFocus(root, change) {
  const giveBack = holdFocus(root);
  change();
  if (focused() === document.body) giveBack();
}

/**
 * @param {HTMLElement} root
 * @returns {() => void} gives the focus back to what has it now, or to what stands in its place then
 */
export function holdFocus(root) {
  const held = focused();
  const part = /** @type {HTMLElement | null | undefined} */ (held?.closest("[tabindex='-1'], [role='tabpanel']"));
  return () => {
    if (!held || held === document.body) return;
    if (held.isConnected) held.focus({ preventScroll: true });
    else if (!focusKey(root, held.dataset.key) && part?.isConnected) part.focus({ preventScroll: true });
  };
}

/**
 * What was folded open stays open, and what was closed stays closed, while it is made anew.
 * @param {HTMLElement} part @param {() => void} change @param {boolean} [keep]  false: it shows something else now
 */
export function keepOpen(part, change, keep = true) {
  const name = (/** @type {HTMLDetailsElement} */ box) => box.dataset.keep ?? box.dataset.menu ?? "";
  const was = new Map(keep ? [...part.querySelectorAll("details")].map((box) => [name(box), box.open]) : []);
  change();
  for (const box of part.querySelectorAll("details")) {
    const open = was.get(name(box));
    if (name(box) && open !== undefined) box.open = open;
  }
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
      // whoever went on elsewhere meanwhile stays there
      if (before && before !== document.body && before !== opener && !card.contains(before) && before.isConnected) return;
      if (opener.isConnected) opener.focus({ preventScroll: true });
      else focusKey(root, opener.dataset.key);
    },
  };
}
