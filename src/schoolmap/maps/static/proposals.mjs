/** What may be proposed: each change with the questions that it needs, and what it would do. */

import { changesText, nameOfSchool } from "#maps/changes-text";
import { h } from "#maps/dom";
import { checkbox, field, gradesFields, numberInput, textInput, wholeOf } from "#maps/fields";
import { unit } from "#maps/figures";
import { at } from "#maps/journeys";
import { mergeFields } from "#maps/merge-fields";
import { bandName, schoolName, span, villageName } from "#maps/names";
import { planDialogs } from "#maps/plan-dialogs";
import { effectLine } from "#maps/preview-text";
import { openProposal } from "#maps/proposal";
import { say } from "#maps/words";

/** @typedef {import("#kernel/scenario").Change} Change */
/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/hits").RoadPlace} RoadPlace */
/** @typedef {Omit<Ui, "ask">} Ground */

const POINT_GRADES = [1, 3];
/** A form begins with a small village school. */
const NEW_SEATS = 240;

/** @param {Ground} ui */
export function makeAsk(ui) {
  return { ...schoolChanges(ui), ...schoolFigures(ui), ...placements(ui), ...planDialogs(ui) };
}
/** @typedef {ReturnType<typeof makeAsk>} Ask */

/** @param {Ground} ui */
const language = (ui) => ui.store.get().language;
/** @param {Ground} ui @param {number} i @returns {string} */
const idOf = (ui, i) => ui.session.plan().schools.id[i] ?? "";
/** @param {Ground} ui @param {number} i @returns {string} */
const nameOf = (ui, i) => schoolName(ui.session.plan(), i, language(ui));

/** @param {Change} change @returns {import("#maps/words").Word | null} what should be known of it */
function noteOf({ op }) {
  if (op === "close") return "note_close";
  return op === "merge" ? "note_merge" : null;
}

/** @param {Change} change @returns {import("#maps/words").Word} what the button says */
function acceptOf({ op }) {
  if (op === "close") return "accept_close";
  if (op === "merge") return "accept_merge";
  return op === "open" ? "accept_open" : "accept";
}

/** @param {Ground} ui */
const schoolChanges = (ui) => ({
  /** Shows what changes would do; done only if they are accepted. @param {Change[]} changes */
  propose(changes) {
    const [first] = changes;
    if (!first) return;
    const note = noteOf(first);
    openProposal(ui, {
      title: changesText(ui.session.plan(), changes, language(ui)),
      changes: () => changes,
      accept: say(language(ui), acceptOf(first)),
      ...(note ? { note: say(language(ui), note, "into" in first ? { into: nameOfSchool(ui.session.plan(), first.into, language(ui)) } : {}) } : {}),
    });
  },
  /** Which school takes in the pupils. @param {number} school */
  merge(school) {
    const merged = (/** @type {number} */ target) => /** @type {Change[]} */ ([{ op: "merge", school: idOf(ui, school), into: idOf(ui, target) }]);
    const choice = mergeFields(ui.session.plan(), school, language(ui), (target) => effectLine(ui.session.preview(merged(target)), language(ui)));
    openProposal(ui, {
      title: say(language(ui), "ask_merge", { school: nameOf(ui, school) }),
      fields: choice.fields,
      changes: () => (choice.chosen() < 0 ? [] : merged(choice.chosen())),
      accept: say(language(ui), "accept_merge"),
      missing: say(language(ui), "choose_target"),
      note: say(language(ui), "note_merge_into"),
    });
  },
  /** A school becomes a teaching point. @param {number} school */
  convert(school) {
    const { schools } = ui.session.plan();
    const [first = 1, last = 3] = POINT_GRADES;
    askGrades(ui, school, first, Math.min(last, at(schools.last, school)), "ask_convert");
  },
  /** @param {number} school */
  grades(school) {
    const { schools } = ui.session.plan();
    askGrades(ui, school, at(schools.first, school), at(schools.last, school), "ask_grades");
  },
});

/** @param {Ground} ui @param {number} school @param {number} first @param {number} last @param {"ask_convert" | "ask_grades"} title */
function askGrades(ui, school, first, last, title) {
  const { fields, span: grades } = gradesFields(first, last, (end) => say(language(ui), end === "first" ? "first_grade" : "last_grade"));
  openProposal(ui, {
    title: say(language(ui), title, { school: nameOf(ui, school) }),
    fields,
    changes: () => (grades() === "" ? [] : [{ op: "set_grades", school: idOf(ui, school), grades: grades() }]),
    accept: say(language(ui), "accept"),
    missing: say(language(ui), "grades_upwards"),
    ...(title === "ask_convert" ? { note: say(language(ui), "note_convert") } : {}),
  });
}

/** @param {Ground} ui */
const schoolFigures = (ui) => ({
  /** @param {number} school */
  seats: (school) => askNumber(ui, school, "seats", "seat", (n) => ({ op: "set_seats", school: idOf(ui, school), seats: n })),
  /** @param {number} school */
  beds: (school) => askNumber(ui, school, "beds", "bed", (n) => ({ op: "set_beds", school: idOf(ui, school), beds: n })),
  /** Gives a school a bus or takes it away. @param {number} school */
  bus(school) {
    const bus = ui.session.plan().schools.bus[school] !== 1;
    openProposal(ui, {
      title: say(language(ui), bus ? "ask_bus" : "ask_no_bus", { school: nameOf(ui, school) }),
      changes: () => [{ op: "set_bus", school: idOf(ui, school), bus }],
      accept: say(language(ui), "accept"),
    });
  },
});

/** @param {Ground} ui @param {number} school @param {"seats" | "beds"} what @param {string} of the unit @param {(n: number) => Change} change */
function askNumber(ui, school, what, of, change) {
  const now = at(ui.session.plan().schools[what], school);
  const input = numberInput(now < 0 ? null : now, { "data-first": true });
  openProposal(ui, {
    title: say(language(ui), what === "seats" ? "ask_seats" : "ask_beds", { school: nameOf(ui, school) }),
    fields: [field(say(language(ui), what), input, unit(of, language(ui)), now < 0 ? say(language(ui), "not_known_yet") : "")],
    changes() {
      const n = wholeOf(input);
      return n === null || n === now ? [] : [change(n)];
    },
    accept: say(language(ui), "accept"),
    missing: say(language(ui), "another_number"),
  });
}

/** @param {Ground} ui */
const placements = (ui) => ({
  /** A school where none is listed. @param {RoadPlace} place */
  newSchool: (place) => askNewSchool(ui, place),
  /**
   * A village's pupils go to a school, by band.
   * @param {number} village @param {number} school @param {number} [only]  band that is asked for, else all that the school serves
   */
  designate: (village, school, only) => askDesignate(ui, village, school, only),
});

/** @param {Ground} ui @param {RoadPlace} place */
function askNewSchool(ui, place) {
  const { opening } = ui.act;
  if (!opening) return;
  const word = (/** @type {import("#maps/words").Word} */ w) => say(language(ui), w);
  const id = ui.session.newId();
  const name = textInput(say(language(ui), "new_school_name", { n: id.replace(/\D/g, "") }));
  const grades = gradesFields(1, 6, (end) => word(end === "first" ? "first_grade" : "last_grade"));
  const [seats, beds] = [numberInput(NEW_SEATS), numberInput(0)];
  const bus = checkbox(word("has_bus"), false);
  openProposal(ui, {
    title: word("ask_new"),
    fields: [
      field(word("name"), name),
      ...grades.fields,
      h("div", { class: "field-pair" }, field(word("seats"), seats), field(word("beds"), beds)),
      bus.label,
    ],
    changes() {
      const [s, b] = [wholeOf(seats), wholeOf(beds)];
      if (grades.span() === "" || s === null || b === null) return [];
      const school = { id, name: name.value.trim(), grades: grades.span(), seats: s, beds: b, bus: bus.box.checked };
      return [opening.change(school, place)];
    },
    accept: word("accept_open"),
    missing: word("fields_wrong"),
  });
}

/** @param {Ground} ui @param {number} village @param {number} school @param {number | undefined} only */
function askDesignate(ui, village, school, only) {
  const plan = ui.session.plan();
  const boxes = plan.data.bands.map((band, b) => {
    const serves = at(plan.schools.first, school) <= band.last && at(plan.schools.last, school) >= band.first;
    const box = checkbox(`${bandName(plan, b, language(ui))} ${span(band.first, band.last)}`, serves && (only === undefined || only === b));
    box.box.disabled = !serves;
    return { ...box, band: band.id };
  });
  openProposal(ui, {
    title: say(language(ui), "ask_designate", { village: villageName(plan, village), school: nameOf(ui, school) }),
    fields: [h("fieldset", { class: "checks" }, h("legend", {}, say(language(ui), "which_bands")), boxes.map((b) => b.label))],
    changes: () => boxes.filter((b) => b.box.checked).map(({ band }) => (
      { op: "designate", village: plan.villages.id[village] ?? "", band, school: idOf(ui, school) })),
    accept: say(language(ui), "accept_designate"),
    missing: say(language(ui), "choose_band"),
    note: say(language(ui), "note_designate"),
  });
}
