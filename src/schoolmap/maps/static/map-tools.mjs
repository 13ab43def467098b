/** What a click on the map means: it selects, or it edits the plan. */

/** @typedef {import("#maps/session").Session} Session */
/** @typedef {import("#kernel/scenario").Change} Change */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/map-view").MapView} MapView */
/** @typedef {import("#maps/hits").RoadPlace} RoadPlace */
/** @typedef {import("./leaflet.d.ts").MouseEventOfMap} MouseEventOfMap */
/**
 * Who asks before anything is done; what is chosen here is only a proposal.
 * @typedef {object} Dialogs
 * @property {(changes: Change[]) => void} propose  shows what they would do
 * @property {(place: RoadPlace) => void} newSchool
 * @property {(school: number) => void} convert
 * @property {(village: number, school: number) => void} designate
 * @property {(code: "no_road_here") => void} tell
 */
/** @typedef {(lon: number, lat: number) => RoadPlace | null} Snap */

/**
 * @param {Store} store @param {Session} session @param {MapView} mapView
 * @param {Dialogs} dialogs @param {Snap | null} snap  null: no school can be opened where none is listed
 */
export function makeMapTools(store, session, mapView, dialogs, snap) {
  /** @param {number} i @returns {string} */
  const idOf = (i) => String(session.plan().schools.id[i]);
  const isOpen = (/** @type {number} */ i) => session.plan().schools.open[i] === 1;
  const done = () => store.set({ pending: null });

  /** @param {MouseEventOfMap} event @returns {number} school under the pointer, -1 none */
  const schoolAt = (event) => mapView.schoolAt(event.containerPoint);

  /** @type {Record<import("#maps/state").Tool, (event: MouseEventOfMap) => void>} */
  const clicks = {
    select: (event) => store.set({ selected: mapView.find(event.containerPoint) }),
    close(event) {
      const i = schoolAt(event);
      if (i >= 0 && isOpen(i)) dialogs.propose([{ op: "close", school: idOf(i) }]);
    },
    convert(event) {
      const i = schoolAt(event);
      if (i >= 0 && isOpen(i)) dialogs.convert(i);
    },
    merge(event) {
      const i = schoolAt(event);
      const { pending } = store.get();
      if (i < 0 || !isOpen(i)) return;
      if (pending?.type !== "school") store.set({ pending: { type: "school", index: i } });
      else if (pending.index !== i) {
        done();
        dialogs.propose([{ op: "merge", school: idOf(pending.index), into: idOf(i) }]);
      }
    },
    open(event) {
      const i = schoolAt(event);
      if (i >= 0 && !isOpen(i)) {
        dialogs.propose([{ op: "open", school: idOf(i) }]);
        return;
      }
      const place = snap?.(event.latlng.lng, event.latlng.lat) ?? null;
      if (place) dialogs.newSchool(place);
      else dialogs.tell("no_road_here");
    },
    designate(event) {
      const { pending } = store.get();
      const i = schoolAt(event);
      if (pending?.type === "village" && i >= 0 && isOpen(i)) {
        done();
        dialogs.designate(pending.index, i);
        return;
      }
      const subject = mapView.find(event.containerPoint);
      if (subject?.type === "village") store.set({ pending: subject });
    },
  };

  return {
    /** @param {MouseEventOfMap} event */
    click: (event) => clicks[store.get().tool](event),
    /** Shows what a click would do. @param {MouseEventOfMap} event @param {Subject | null} subject under the pointer */
    move(event, subject) {
      const { tool, pending } = store.get();
      if (tool === "open" && snap && (subject?.type !== "school" || isOpen(subject.index))) {
        mapView.ghost(snap(event.latlng.lng, event.latlng.lat), event.containerPoint);
      } else mapView.ghost(null);
      if (pending) mapView.link(pending, subject?.type === "school" ? subject : null);
    },
    leave() {
      mapView.ghost(null);
      mapView.link(store.get().pending, null);
    },
  };
}
