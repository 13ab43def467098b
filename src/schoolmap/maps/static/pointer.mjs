/** The pointer over the map: what it is on, and a word on that beside it. */

/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/** @typedef {import("./leaflet.d.ts").MouseEventOfMap} MouseEventOfMap */
/** @typedef {import("#maps/state").Subject} Subject */
/**
 * @typedef {object} Answers
 * @property {(event: MouseEventOfMap) => void} click
 * @property {(subject: Subject) => string} tip
 * @property {(subject: Subject | null) => string} [cursor]
 * @property {(event: MouseEventOfMap, subject: Subject | null) => void} [move]
 * @property {() => void} [leave]
 */

const TIP_PX = 260;

/** @param {LeafletMap} map @param {import("#maps/map-view").MapView} view @param {Answers} answers */
export function listenToPointer(map, view, { click, tip, cursor = (s) => (s ? "pointer" : ""), move, leave }) {
  const note = /** @type {HTMLElement} */ (document.querySelector(".tip"));
  ignoreHalfClicks(map.getContainer());
  map.on("click", click);
  map.on("mousemove", (event) => {
    const subject = view.find(event.containerPoint);
    view.hover(subject);
    move?.(event, subject);
    map.getContainer().style.cursor = cursor(subject);
    note.hidden = subject === null;
    if (!subject) return;
    note.textContent = tip(subject);
    const { x, y } = tipPlace(event.containerPoint, map.getSize(), map.getContainer());
    note.style.transform = `translate(${x}px, ${y}px)`;
  });
  map.on("mouseout movestart", () => {
    note.hidden = true;
    view.hover(null);
    leave?.();
  });
}

/**
 * Where the note stands on the stage; beside another map, this one begins further right or down.
 * @param {{x: number, y: number}} point  on the map @param {{x: number}} size  of the map
 * @param {{offsetLeft: number, offsetTop: number}} container  of the map
 */
export const tipPlace = ({ x, y }, size, { offsetLeft, offsetTop }) => ({
  x: Math.round(offsetLeft + Math.max(0, Math.min(x + 14, size.x - TIP_PX))),
  y: Math.round(offsetTop + y + 16),
});

/**
 * The second half of a double click that began on a dialog, which has closed meanwhile, is meant
 * for nothing on the map.
 * @param {HTMLElement} container
 */
export function ignoreHalfClicks(container) {
  let [before, last] = [true, true];
  const inside = (/** @type {EventTarget | null} */ target) => target instanceof Node && container.contains(target);
  document.addEventListener("pointerdown", (event) => {
    [before, last] = [last, inside(event.target)];
  }, { capture: true });
  for (const kind of /** @type {const} */ (["click", "dblclick"])) {
    document.addEventListener(kind, (event) => {
      if (event.detail > 1 && inside(event.target) && last && !before) event.stopImmediatePropagation();
    }, { capture: true });
  }
}
