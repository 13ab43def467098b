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
  map.on("click", click);
  map.on("mousemove", (event) => {
    const subject = view.find(event.containerPoint);
    view.hover(subject);
    move?.(event, subject);
    map.getContainer().style.cursor = cursor(subject);
    note.hidden = subject === null;
    if (!subject) return;
    note.textContent = tip(subject);
    const { x, y } = event.containerPoint;
    const left = Math.round(Math.min(x + 14, map.getSize().x - TIP_PX));
    note.style.transform = `translate(${left}px, ${Math.round(y + 16)}px)`;
  });
  map.on("mouseout movestart", () => {
    note.hidden = true;
    view.hover(null);
    leave?.();
  });
}
