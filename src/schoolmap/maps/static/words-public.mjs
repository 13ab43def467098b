/** Words of the public page alone, Chinese and English. */

import { phrase } from "#maps/phrases";

/** @typedef {import("#maps/phrases").Language} Language */

export const PUBLIC_WORDS = /** @type {const} */ ({
  public: ["公开版", "Public version"],
  public_note: [
    "公开版：少于 {least} 人的学生数，以及可据以推算出它们的数，均不列出；本页只供查看，不能试改布局。",
    "Public version: no count of fewer than {least} pupils is shown, nor one that would give it away; this page is for reading, not for trying layouts.",
  ],
  review: [
    "公开前须依法送审：本图未标注审图号",
    "To be reviewed before it is published: this map bears no review number",
  ],
  hidden: ["<{least} 或不公开", "<{least} or not shown"],
  hidden_short: ["不公开", "not shown"],
  layout: ["布局", "Layout"],
  view: ["显示", "Show"],
  view_plan: ["方案", "Plan"],
  view_change: ["与现状的变化", "Changes from today"],
  coarse: [
    "人数均取整到 {least} 人，各部分之和可能与合计不符。",
    "Counts are rounded to steps of {least} pupils; parts need not add up.",
  ],
  changes: ["方案内容", "What the plan changes"],
  amounts: ["另有 {n} 项学位、床位或校车的调整", "and {n} {n|change|changes} of seats, beds or buses"],
  rules_tried: ["方案按下列标准试算", "The plan was tried with these figures"],
  op_close: ["撤销 {school}", "Close {school}"],
  op_merge: ["{school} 并入 {into}", "Merge {school} into {into}"],
  op_open: ["开办 {school}", "Open {school}"],
  op_set_grades: ["{school} 改为 {grades} 年级", "{school}: grades {grades}"],
  op_designate: ["{village}（{band}）划归 {school}", "{village} ({band}) designated to {school}"],
  findings_counted: ["不符合标准的数量", "How many do not meet a standard"],
  subject_school: ["{n} 所学校", "{n} {n|school|schools}"],
  subject_village: ["{n} 个村庄", "{n} {n|village|villages}"],
  subject_township: ["{n} 个乡镇", "{n} {n|township|townships}"],
  subject_county: ["全县 {n} 项", "{n} for the county"],
  left_out: ["未公开的内容", "What is left out"],
  omit_model: ["模型、全部路程和路网：因此不能在本页试改", "the model, all journeys and the road network: so nothing can be tried here"],
  omit_village_grades: ["各村分年级学生数和寄宿学生数", "pupils of a village by grade, and its boarders"],
  omit_village_population: ["各村人口", "population of villages"],
  omit_small_counts: ["少于 {least} 人的学生数，以及可据以推算出它们的数", "counts of fewer than {least} pupils, and those that would give them away"],
  omit_school_resources: ["各校学位、床位、教职工、校舍、设备和指标值", "seats, beds, staff, premises, equipment and indicator values of schools"],
  omit_private_schools: ["民办学校的学生数", "rolls of private schools"],
  omit_single_findings: ["单个学校和村庄的问题，只列数量", "findings on single schools and villages: only their number"],
  omit_plan_amounts: ["方案调整的学位、床位和校车数", "the seats, beds and buses that plans change"],
  roll_public: ["在校生（上报）", "Roll (reported)"],
  all_pupils: ["学生合计", "Pupils in all"],
});

/** @param {Language} language @param {keyof typeof PUBLIC_WORDS} word @param {Record<string, string | number>} [values] */
export const sayPublic = (language, word, values = {}) => phrase(PUBLIC_WORDS[word], language, values);

/** @param {string} word @returns {word is keyof typeof PUBLIC_WORDS} */
export const isPublicWord = (word) => Object.hasOwn(PUBLIC_WORDS, word);
