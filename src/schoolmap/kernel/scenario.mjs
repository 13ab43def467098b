/** A scenario as its file holds it: named changes to the layout, in order. */

/**
 * @typedef {import("#kernel/rules").Value} Value
 * @typedef {{edge?: number, offset_mm?: number, x_mm?: number, y_mm?: number}} Place
 *   on an edge of the road graph, or in projected millimetres where the county has no roads
 * @typedef {{op: "close", school: string}} Close
 * @typedef {{op: "merge", school: string, into: string}} Merge
 * @typedef {{op: "open", school: string, name?: string, lon?: number | null, lat?: number | null,
 *   grades?: string, seats?: number | null, beds?: number | null, bus?: boolean | null,
 *   at?: Place | null}} Open
 * @typedef {{op: "set_grades", school: string, grades: string}} SetGrades
 * @typedef {{op: "set_seats", school: string, seats: number}} SetSeats
 * @typedef {{op: "set_beds", school: string, beds: number}} SetBeds
 * @typedef {{op: "set_bus", school: string, bus: boolean}} SetBus
 * @typedef {{op: "designate", village: string, band: string, school: string}} Designate
 * @typedef {Close | Merge | Open | SetGrades | SetSeats | SetBeds | SetBus | Designate} Change
 * @typedef {{name: string, changes?: readonly Change[], rules?: Readonly<Record<string, Value>>,
 *   model_sha256?: string, kernel_version?: string}} Scenario
 */

const FORMAT = "schoolmap-scenario";
const VERSION = 1;

/** Today: nothing changes. @type {Scenario} */
export const TODAY = { name: "today" };

/**
 * Fields of each operation, besides `op`, in the order of the file.
 * @type {Readonly<Record<Change["op"], readonly string[]>>}
 */
const FIELDS = {
  close: ["school"],
  merge: ["school", "into"],
  open: ["school", "name", "lon", "lat", "grades", "seats", "beds", "bus"],
  set_grades: ["school", "grades"],
  set_seats: ["school", "seats"],
  set_beds: ["school", "beds"],
  set_bus: ["school", "bus"],
  designate: ["village", "band", "school"],
};

/**
 * A scenario as its file holds it; what a change leaves open is left out.
 * @param {Scenario} scenario @returns {Record<string, unknown>}
 */
export const scenarioDocument = (scenario) => ({
  format: FORMAT,
  version: VERSION,
  name: scenario.name,
  model_sha256: scenario.model_sha256 ?? "",
  kernel_version: scenario.kernel_version ?? "",
  rules: { ...scenario.rules },
  changes: (scenario.changes ?? []).map(changeDocument),
});

/** @param {Change} change @returns {Record<string, unknown>} */
export function changeDocument(change) {
  const open = change.op === "open";
  const fields = Object.entries(change).filter(
    ([name, value]) =>
      FIELDS[change.op].includes(name) && (value ?? null) !== null && !(open && value === ""),
  );
  const at = open ? (change.at ?? null) : null;
  return { op: change.op, ...Object.fromEntries(fields), ...(at && { at: placeDocument(at) }) };
}

/** @param {Place} at @returns {Place} */
const placeDocument = (at) =>
  (at.edge ?? -1) < 0
    ? { x_mm: at.x_mm ?? 0, y_mm: at.y_mm ?? 0 }
    : { edge: at.edge, offset_mm: at.offset_mm };
