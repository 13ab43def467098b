/** Plans as scenario files: what is written, and everything that is wrong with one that is read. */

import { BAND_IDS, N_GRADE, parseSpan, spanText } from "#kernel/codes";
import { changeDocument, scenarioDocument } from "#kernel/scenario";
import { keysTwice } from "#maps/plan-keys";
import { ruleFaults } from "#maps/rules-tried";

/**
 * @typedef {import("#kernel/model").KernelModel} KernelModel
 * @typedef {import("#kernel/scenario").Change} Change
 * @typedef {import("#kernel/scenario").Open} Open
 * @typedef {import("#maps/rules-tried").TriedRules} TriedRules
 * @typedef {import("#maps/rules-tried").Ranges} Ranges
 * @typedef {{name: string, changes: readonly Change[], rules: TriedRules}} PlanParts
 */
/**
 * What is wrong with a file. `change` counts from 1 and is left out where it is about the file's
 * head; the other fields are for the words. Codes are those of `schoolmap assess`.
 * @typedef {{code: string, change?: number, field?: string, value?: unknown,
 *   [more: string]: unknown}} Problem
 */
/** @template T @typedef {{ok: true} & T | {ok: false, problems: Problem[]}} Read */

export const FORMAT = "schoolmap-scenario";
export const VERSION = 1;
/** A scenario of every school and village of a county is far smaller. */
export const MOST_BYTES = 10 * 2 ** 20;
/** More seats or beds than any school has: a slip of the hand. */
const MOST_PLACES = 100_000;
/** Beyond the circumference of the earth in millimetres. */
const MOST_MM = 2 ** 40;
const SHOWN_DIGITS = 12;
const SHOWN_IDS = 3;

const KEYS = ["format", "version", "name", "model_sha256", "kernel_version", "rules", "changes"];

/** @param {{name: string, changes: readonly Change[], rules: TriedRules}} plan @param {KernelModel} model */
export const planFile = ({ name, changes, rules }, model) =>
  scenarioDocument({ name, changes, rules, model_sha256: model.sha256, kernel_version: model.kernelVersion });

/**
 * The text of a scenario file, as Python writes it: a line for each change, so that two files compare.
 * @param {Record<string, unknown>} document @returns {string}
 */
export function planText(document) {
  const lines = Object.entries(document).map(([key, value]) => {
    if (!Array.isArray(value) || value.length === 0) return `  "${key}": ${spaced(key === "rules" ? sorted(value) : value)}`;
    return `  "${key}": [\n${value.map((item) => `    ${spaced(item)}`).join(",\n")}\n  ]`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** @param {unknown} rules @returns {Record<string, unknown>} */
const sorted = (rules) => Object.fromEntries(Object.entries(rules ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));

/** @param {unknown} value @returns {string} JSON with a blank after each comma and colon */
function spaced(value) {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`).join(", ")}}`;
}

/** @param {string} name @returns {string} a file name that every system takes */
export function planFileName(name) {
  // control characters, and what Windows refuses
  const safe = name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, "_").replace(/^[. ]+|[. ]+$/g, "");
  return `${[...safe].slice(0, 80).join("") || "plan"}.json`;
}

/**
 * The parsed content of a file: UTF-8 with or without a mark, or GB18030 as some editors save it.
 * @param {Uint8Array} bytes @returns {Read<{json: unknown}>}
 */
export function parsePlan(bytes) {
  if (bytes.length > MOST_BYTES) {
    const mb = (bytes.length / 2 ** 20).toFixed(1);
    return { ok: false, problems: [{ code: "scenario_too_large", mb, most: MOST_BYTES / 2 ** 20 }] };
  }
  try {
    const text = decoded(bytes);
    const json = JSON.parse(text);
    const problems = keysTwice(text).map((key) => ({ code: "key_twice", field: key, value: key }));
    return problems.length > 0 ? { ok: false, problems } : { ok: true, json };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [{ code: "scenario_not_json", detail }] };
  }
}

/** @param {Uint8Array} bytes @returns {string} */
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030", { fatal: true }).decode(bytes);
  }
}

/**
 * The plan of a parsed file, checked but for conflicts between its changes.
 * @param {unknown} json @param {{model: KernelModel, ranges: Ranges}} county
 * @returns {Read<{plan: PlanParts}>}
 */
export function readPlan(json, { model, ranges }) {
  if (!isObject(json)) return { ok: false, problems: [{ code: "scenario_not_object" }] };
  const given = withoutNulls(json);
  // not a scenario at all: its other keys would all be strange
  if (given.format !== FORMAT) {
    return { ok: false, problems: [{ code: "format_wrong", field: "format", value: given.format ?? "", wanted: FORMAT }] };
  }
  /** @type {Problem[]} */
  const problems = [];
  if (given.version !== VERSION) {
    problems.push({ code: "version_wrong", field: "version", value: given.version ?? "", wanted: String(VERSION) });
  }
  problems.push(...unknownFields(given, [...KEYS, "$schema"]));
  const name = headText(given, "name", problems);
  headText(given, "kernel_version", problems);
  const sha256 = headText(given, "model_sha256", problems).toLowerCase();
  if (sha256 && !/^[0-9a-f]{64}$/.test(sha256)) {
    problems.push({ code: "sha256_bad", field: "model_sha256", value: sha256 });
  } else if (sha256 && sha256 !== model.sha256) {
    // its ids may mean other things here: nothing else that is said would be true
    const [theirs, mine] = [sha256.slice(0, SHOWN_DIGITS), model.sha256.slice(0, SHOWN_DIGITS)];
    const commands = ["schoolmap run STUDY --out DIR", "schoolmap assess STUDY plan.json --out DIR"];
    return { ok: false, problems: [{ code: "other_model", field: "model_sha256", value: sha256, theirs, mine, commands }] };
  }
  const rules = readRules(given.rules ?? {}, { model, ranges }, problems);
  const changes = readChanges(given.changes, problems);
  const strange = idsOf(changes);
  // one line says more than a line for each id that is not known
  if (strange.length > 0 && !strange.some((id) => isKnown(model, id))) {
    return { ok: false, problems: [{ code: "other_county", value: strange.slice(0, SHOWN_IDS).join(", ") }] };
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, plan: { name, changes, rules } };
}

/** @param {KernelModel} model @param {string} id */
const isKnown = ({ sites, villages }, id) => sites.ids.includes(id) || villages.ids.includes(id);

/** The schools and villages that changes name, but those that they open anew. @param {readonly Change[]} changes @returns {string[]} */
function idsOf(changes) {
  const made = new Set(changes.flatMap((c) => (c.op === "open" && (c.lon ?? null) !== null ? [c.school] : [])));
  const named = changes.flatMap((c) => [c.school, c.op === "merge" ? c.into : "", c.op === "designate" ? c.village : ""]);
  return [...new Set(named)].filter((id) => id !== "" && !made.has(id));
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {Record<string, unknown>} written @returns {Record<string, unknown>} */
const withoutNulls = (written) => Object.fromEntries(Object.entries(written).filter(([, value]) => value !== null));

/** @param {Record<string, unknown>} given @param {readonly string[]} known @returns {Problem[]} */
const unknownFields = (given, known) =>
  Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => ({ code: "field_unknown", field: key, known: known.filter((k) => !k.startsWith("$")) }));

/** @param {Record<string, unknown>} given @param {string} key @param {Problem[]} problems @returns {string} */
function headText(given, key, problems) {
  const read = FIELD_KINDS.text(given[key] ?? "");
  if (!("fault" in read)) return String(read.value);
  problems.push({ ...read.fault, field: key, value: given[key] });
  return "";
}

/**
 * @param {unknown} written @param {{model: KernelModel, ranges: Ranges}} county
 * @param {Problem[]} problems @returns {TriedRules}
 */
function readRules(written, { model, ranges }, problems) {
  if (!isObject(written)) {
    problems.push({ code: "field_type", field: "rules", value: written, wanted: "rules" });
    return {};
  }
  /** @type {Record<string, number | boolean>} */
  const rules = {};
  for (const [rule, value] of Object.entries(written)) {
    if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) rules[rule] = value;
    else problems.push({ code: "field_type", field: rule, value, wanted: "number" });
  }
  problems.push(...ruleFaults(model, ranges, rules).map(({ rule, ...fault }) => ({ ...fault, field: rule, rule })));
  return rules;
}

/** @param {unknown} written @param {Problem[]} problems @returns {Change[]} */
function readChanges(written, problems) {
  if (written === undefined) {
    problems.push({ code: "field_missing", field: "changes" });
    return [];
  }
  if (!Array.isArray(written)) {
    problems.push({ code: "field_type", field: "changes", value: written, wanted: "changes" });
    return [];
  }
  return written.flatMap((item, index) => {
    const read = readChange(item);
    problems.push(...read.problems.map((problem) => ({ ...problem, change: index + 1 })));
    return read.change ? [read.change] : [];
  });
}

/**
 * Changes that come from elsewhere, as the kernel takes them.
 * @param {unknown} written @returns {Read<{changes: Change[]}>}
 */
export function readChangeList(written) {
  /** @type {Problem[]} */
  const problems = [];
  const changes = readChanges(written, problems);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, changes };
}

/**
 * @param {unknown} written
 * @returns {{change: Change | null, problems: Problem[]}} no change where something is wrong with it
 */
function readChange(written) {
  if (!isObject(written)) return refused({ code: "field_type", value: written, wanted: "change" });
  const { op, ...rest } = withoutNulls(written);
  if (op === undefined) return refused({ code: "field_missing", field: "op" });
  const names = typeof op === "string" && Object.hasOwn(FIELDS_OF, op) ? FIELDS_OF[op] : undefined;
  if (!names) return refused({ code: "op_unknown", field: "op", value: op, known: Object.keys(FIELDS_OF) });
  return readFields(String(op), names, rest);
}

/** @param {Problem} problem @returns {{change: null, problems: Problem[]}} */
const refused = (problem) => ({ change: null, problems: [problem] });

/**
 * @param {string} op @param {Readonly<Record<string, boolean>>} names  whether each must be given
 * @param {Record<string, unknown>} rest
 * @returns {{change: Change | null, problems: Problem[]}}
 */
function readFields(op, names, rest) {
  const problems = unknownFields(rest, Object.keys(names));
  const placed = op === "open" && ["lon", "lat", "at"].some((key) => (rest[key] ?? "") !== "");
  const needed = (/** @type {string} */ key) => names[key] === true || (placed && (key === "lon" || key === "lat"));
  const swapped = isSwapped(rest.lon, rest.lat);
  if (swapped) problems.push({ code: "lonlat_swapped", field: "lon, lat", value: `${rest.lon}, ${rest.lat}` });
  /** @type {Record<string, unknown>} */
  const values = { op };
  for (const key of Object.keys(names)) {
    const value = rest[key];
    // "" says nothing where nothing need be said
    if (value === undefined || (value === "" && !needed(key))) {
      if (needed(key)) problems.push({ code: "field_missing", field: key });
    } else if (!(swapped && (key === "lon" || key === "lat"))) {
      const read = /** @type {Kind} */ (FIELDS[key])(value);
      if ("fault" in read) problems.push({ ...read.fault, field: key, value });
      else values[key] = read.value;
    }
  }
  const change = /** @type {Change} */ (values);
  return { change: problems.length > 0 ? null : /** @type {Change} */ (changeDocument(change)), problems };
}

/** Degrees that could only be right the other way round. @param {unknown} lon @param {unknown} lat */
const isSwapped = (lon, lat) =>
  typeof lon === "number" && typeof lat === "number" && Math.abs(lat) > 90 && Math.abs(lat) <= 180 && Math.abs(lon) <= 90;

/** @typedef {(value: unknown) => {value: unknown} | {fault: Problem}} Kind  the value as the kernel takes it, or why it is none */

/** @param {string} wanted @returns {{fault: Problem}} */
const wrongType = (wanted) => ({ fault: { code: "field_type", wanted } });

/** @param {string} text @returns {string} blanks and line ends single */
const squeezed = (text) => text.trim().split(/\s+/u).join(" ");

/** As the tables have ids: full-width characters become ASCII. @param {string} text */
const plain = (text) => squeezed(text.replace(/[\u200b-\u200d\ufeff]/gu, "").normalize("NFKC"));

const FIELD_KINDS = {
  /** @type {Kind} */
  text: (value) => (typeof value === "string" ? { value: squeezed(value) } : wrongType("text")),
  /** @type {Kind} */
  id(value) {
    if (typeof value !== "string") return wrongType("text");
    const id = plain(value);
    return id ? { value: id } : wrongType("id");
  },
  /** @type {Kind} */
  grades(value) {
    if (typeof value !== "string") return wrongType("text");
    const span = parseSpan(plain(value));
    return span && span[1] <= N_GRADE ? { value: spanText(...span) } : { fault: { code: "grades_bad" } };
  },
  /** @type {Kind} */
  count(value) {
    if (!Number.isInteger(value)) return wrongType("whole");
    const fits = Number(value) >= 0 && Number(value) <= MOST_PLACES;
    return fits ? { value } : { fault: { code: "count_out_of_range", most: MOST_PLACES } };
  },
  /** @type {Kind} */
  yes: (value) => (typeof value === "boolean" ? { value } : wrongType("yes")),
  /** @type {Kind} */
  band(value) {
    const read = FIELD_KINDS.id(value);
    if ("fault" in read || BAND_IDS.includes(String(read.value))) return read;
    return { fault: { code: "band_unknown", known: BAND_IDS } };
  },
  /** @type {Kind} */
  place(value) {
    if (!isObject(value)) return wrongType("place");
    const keys = Object.keys(value).sort().join(" ");
    if (keys !== "edge offset_mm" && keys !== "x_mm y_mm") return { fault: { code: "place_mixed" } };
    if (!Object.values(value).every(Number.isInteger)) return wrongType("whole");
    const low = "edge" in value ? 0 : -MOST_MM;
    const fits = Object.values(value).every((v) => Number(v) >= low && Number(v) <= MOST_MM);
    return fits ? { value } : { fault: { code: "place_mixed" } };
  },
};

/** @param {string} what @param {number} most @returns {Kind} */
const degrees = (what, most) => (value) => {
  if (typeof value !== "number" || !Number.isFinite(value)) return wrongType("number");
  return Math.abs(value) <= most ? { value } : { fault: { code: "degrees_out_of_range", what, low: -most, high: most } };
};

/** A name means the same in every operation. @type {Readonly<Record<string, Kind>>} */
const FIELDS = {
  school: FIELD_KINDS.id,
  into: FIELD_KINDS.id,
  village: FIELD_KINDS.id,
  name: FIELD_KINDS.text,
  lon: degrees("longitude", 180),
  lat: degrees("latitude", 90),
  grades: FIELD_KINDS.grades,
  seats: FIELD_KINDS.count,
  beds: FIELD_KINDS.count,
  bus: FIELD_KINDS.yes,
  at: FIELD_KINDS.place,
  band: FIELD_KINDS.band,
};

/** Fields of each operation and whether they must be given. @type {Readonly<Record<string, Readonly<Record<string, boolean>>>>} */
const FIELDS_OF = {
  close: { school: true },
  merge: { school: true, into: true },
  open: { school: true, name: false, lon: false, lat: false, grades: false, seats: false, beds: false, bus: false, at: false },
  set_grades: { school: true, grades: true },
  set_seats: { school: true, seats: true },
  set_beds: { school: true, beds: true },
  set_bus: { school: true, bus: true },
  designate: { village: true, band: true, school: true },
};
