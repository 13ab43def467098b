/** Why a change, a figure or a file is not taken, and what to do then. By code; Chinese, English. */

import { phrase } from "#maps/phrases";

/** @typedef {import("#maps/phrases").Language} Language */

/** Changes that cannot stand: codes of the kernel's `checkScenario`. */
export const CONFLICT_WORDS = /** @type {const} */ ({
  unknown_school: ["没有“{name}”这所学校。", "There is no school “{name}”."],
  unknown_village: ["没有“{name}”这个村。", "There is no village “{name}”."],
  unknown_band: ["没有“{name}”这个学段。", "There is no band “{name}”."],
  already_closed: ["{name}已经停办{earlier}。", "{name} is closed already{earlier}."],
  already_open: ["{name}已经在办{earlier}。", "{name} is open already{earlier}."],
  into_itself: ["{name}不能并入自己，请另选一所学校。", "{name} cannot be merged into itself: choose another school."],
  into_closed: ["接收学校{name}已经停办{earlier}，请另选一所。", "{name} is to take the pupils but is closed{earlier}: choose another."],
  not_open: ["{name}没有在办{earlier}，不能把村庄划给它。", "{name} is not open{earlier}: no village can go there."],
  listed_has_place: ["{name}已在资料中，开办时不能另给位置。", "{name} is listed: it stands where the data say and takes no other place."],
  new_needs_place: ["新学校“{name}”没有位置，请在地图上重新选点。", "The new school “{name}” has no place: choose one on the map."],
  new_needs_grades: ["新学校“{name}”没有年级范围。", "The new school “{name}” has no grades."],
  no_journeys: ["“{name}”的位置附近没有道路，哪个村都到不了。请选在路边。", "No road leads to the place of “{name}”: choose one beside a road."],
  bad_grades: ["“{name}”不是 1 至 9 年级内的年级范围，请写成 1-6 这样。", "“{name}” is no span within grades 1 to 9: write it as 1-6."],
  negative: ["数目不能小于 0（现为 {name}）。", "A number cannot be below 0 (it is {name})."],
});

/** Files that are not plans of this county, and figures that cannot be tried. */
export const PROBLEM_WORDS = /** @type {const} */ ({
  scenario_too_large: ["文件有 {mb} MB，方案文件不会超过 {most} MB。请确认选的是“导出”保存的文件。", "The file has {mb} MB; no plan has more than {most} MB. Choose a file that “Export” saved."],
  scenario_not_json: ["这不是方案文件（不是 JSON：{detail}）。请选择用“导出”保存的 .json 文件。", "This is no plan (not JSON: {detail}). Choose a .json file that “Export” saved."],
  key_twice: ["“{value}”写了两次，不知以哪一次为准。请只留一个。", "“{value}” is written twice: which one counts is not known. Leave one of them."],
  other_county: [
    "方案里的学校和村庄（{value}……）在本图的资料中一个也没有，可能是为另一个县的资料做的方案。请打开那个县的地图再导入。",
    "None of the schools and villages of this plan ({value} …) are in the data of this map: it is probably a plan for another county’s data. Import it into the map of that county.",
  ],
  scenario_not_object: ["文件里没有方案。请选择用“导出”保存的 .json 文件。", "There is no plan in the file. Choose a .json file that “Export” saved."],
  format_wrong: ["这不是方案文件：format 应为“{wanted}”。请选择用“导出”保存的 .json 文件。", "This is no plan: format must be “{wanted}”. Choose a .json file that “Export” saved."],
  version_wrong: ["方案格式的版本是 {value}，本页面只读版本 {wanted}。请用新版 schoolmap 重新生成地图。", "The plan has version {value} of the format; this page reads {wanted}. Build the map with the newer schoolmap."],
  field_unknown: ["不认识这一项。可用的有：{known}。", "This field is not known. There are: {known}."],
  field_missing: ["缺少这一项。", "This field is missing."],
  field_type: ["应为{wanted}，现为 {value}。", "This must be {wanted}; it is {value}."],
  op_unknown: ["不认识这种调整“{value}”。可用的有：{known}。", "“{value}” is no known change. There are: {known}."],
  grades_bad: ["“{value}”不是 1 至 9 年级内的年级范围，请写成 1-6 这样。", "“{value}” is no span within grades 1 to 9: write it as 1-6."],
  band_unknown: ["没有学段“{value}”。可用的有：{known}。", "There is no band “{value}”. There are: {known}."],
  count_out_of_range: ["应在 0 到 {most} 之间，现为 {value}。", "This must lie between 0 and {most}; it is {value}."],
  degrees_out_of_range: ["应在 {low} 到 {high} 度之间，现为 {value}。请写 WGS-84 经纬度。", "This must lie between {low} and {high} degrees; it is {value}. Write WGS-84 degrees."],
  lonlat_swapped: ["经度和纬度写反了（{value}），请对调。", "Longitude and latitude are exchanged ({value}): swap them."],
  place_mixed: ["位置写得不对：有道路的县写 edge 和 offset_mm，没有的写 x_mm 和 y_mm。可以删去这一项。", "The place is wrong: edge and offset_mm where there are roads, x_mm and y_mm where not. It may be left out."],
  sha256_bad: ["不是模型指纹（64 位十六进制数）。手写的方案可以留空。", "This is no fingerprint of a model (64 hexadecimal digits). A plan written by hand may leave it empty."],
  other_model: [
    "这个方案是在另一份资料上做的（方案 {theirs}…，本图 {mine}…），学校编号可能已不是同一所。请用做方案时的资料重新生成地图，或重新评估方案：",
    "This plan was made on other data (it says {theirs}…, this map is {mine}…): the same ids may mean other schools. Build the map from those data again, or assess the plan anew:",
  ],
  rule_not_tried: ["“{rule}”已经算进模型，不能在这里试改。请在 study.toml 的 [rules] 中修改后重新运行。", "“{rule}” is part of the model and cannot be tried here. Set it in [rules] of study.toml and run again."],
  unknown_rule: ["没有“{rule}”这条标准。", "There is no rule “{rule}”."],
  unsuitable_rule_value: ["“{rule}”应在 {low} 到 {high} 之间{whole}。", "“{rule}” must lie between {low} and {high}{whole}."],
  click_a_school: ["这里没有在办的学校。请点学校的标记。", "There is no open school here: click the mark of a school."],
  click_a_village: ["请点一个村庄的圆点。", "Click the dot of a village."],
  no_road_here: ["这里附近没有道路，学生到不了。请点在路边。", "There is no road near here that pupils could take: click beside a road."],
});

/** What a field must be. */
const WANTED = /** @type {const} */ ({
  rules: ["标准与数值的对照（{…}）", "figures by rule ({…})"],
  number: ["一个数", "a number"],
  changes: ["调整的列表（[…]）", "a list of changes ([…])"],
  change: ["一项调整（{…}）", "a change ({…})"],
  text: ["文字", "a text"],
  id: ["编号（不能为空）", "an id, not empty"],
  whole: ["整数", "a whole number"],
  yes: ["true 或 false", "true or false"],
  place: ["位置（{…}）", "a place ({…})"],
});

/** @typedef {keyof typeof CONFLICT_WORDS | keyof typeof PROBLEM_WORDS} ProblemCode */

const ALL = { ...PROBLEM_WORDS, ...CONFLICT_WORDS };

/** @param {string} code @returns {code is ProblemCode} */
export const isProblem = (code) => Object.hasOwn(ALL, code);

/** @param {Language} language @param {ProblemCode} code @param {Record<string, string | number>} values @returns {string} */
export const problemPhrase = (language, code, values) => phrase(ALL[code], language, values);

/** @param {Language} language @param {string} kind @returns {string} */
export const wantedText = (language, kind) =>
  Object.hasOwn(WANTED, kind) ? WANTED[/** @type {keyof typeof WANTED} */ (kind)][language === "zh" ? 0 : 1] : kind;
