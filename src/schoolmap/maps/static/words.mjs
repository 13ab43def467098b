/**
 * The page's own words, Chinese and English. Words that the workbook says too (modes, reasons,
 * bands, severities, units, …) come with the data: `learn` takes them in, `told` gives them.
 */

/** @typedef {"zh" | "en"} Language */

const WORDS = /** @type {const} */ ({
  subtitle: ["学校布局与学区分析", "School layout and catchments"],
  search: ["查找学校或村庄（名称、编号、乡镇）", "Find a school or village (name, id, township)"],
  search_none: ["没有找到。可按名称、编号或乡镇查找。", "Nothing found. Try a name, an id or a township."],
  other_language: ["EN", "中文"],
  to_other_language: ["Switch to English", "切换到中文"],
  print: ["打印", "Print"],
  tabs: ["面板", "Panels"],
  overview: ["概览", "Overview"],
  schools: ["学校", "Schools"],
  findings: ["问题", "Findings"],
  about: ["说明", "About"],
  simulated: [
    "模拟数据：本图的村庄、学校和学生均为模拟，不代表任何真实县。",
    "Simulated data: villages, schools and pupils are made up and stand for no real county.",
  ],
  estimated: [
    "本县没有道路数据：所有距离为直线距离 × {detour}，只是估计。",
    "This county has no road data: every distance is straight line × {detour}, an estimate.",
  ],
  today: ["现状", "Today"],
  pupils: ["学生", "Pupils"],
  pupils_how: ["学生如何上学", "How pupils get to school"],
  mean_length: ["平均上学路程", "Mean distance"],
  p90_length: ["九成学生不超过", "90% live within"],
  share_limit: ["步行限时内学生", "Within walking limit"],
  board_need: ["需寄宿学生", "Need to board"],
  beds_line: ["床位 {beds} · 缺 {gap}", "{beds} beds · {gap} short"],
  over_seats: ["超学位学校", "Over seats"],
  under_small: ["不足 {n} 人学校", "Under {n} pupils"],
  of_schools: ["共 {n} 所在办", "of {n} open"],
  worst_cv: ["差异系数最差项", "Worst disparity (CV)"],
  cv_limit: ["上限 {limit} · {name}", "limit {limit} · {name}"],
  town_gap: ["城镇/乡村差距最大", "Largest town–village gap"],
  no_journey: ["无可行路线", "no journey"],
  distances: ["上学路程分布", "Pupils by distance to school"],
  groups: ["分组情况", "By group"],
  by_band: ["学段", "Band"],
  by_township: ["乡镇", "Township"],
  by_area: ["城乡", "Area"],
  mean_short: ["平均路程", "Mean"],
  p90_short: ["九成以内", "90%"],
  in_limit_short: ["限时内", "In limit"],
  balance: ["均衡状况（2017 年办法）", "Balance (2017 method)"],
  cv: ["差异系数", "CV"],
  gap: ["城镇/乡村", "Town/rural"],
  grades: ["{span} 年级", "Grades {span}"],
  grade: ["年级", "Grade"],
  band: ["学段", "Band"],
  villages_by: ["村点", "Villages"],
  areas_by: ["分区", "Areas"],
  minutes: ["步行时间", "Walking time"],
  distance: ["路程", "Distance"],
  mode: ["上学方式", "Way to school"],
  access: ["学位可达性", "Seats in reach"],
  minutes_unit: ["步行到所上学校，分钟", "on foot to the school, minutes"],
  distance_unit: ["到所上学校，公里", "to the school, km"],
  mode_unit: ["本学段大多数学生", "most pupils of the band"],
  access_unit: ["E2SFCA，每名学生可及学位", "E2SFCA, seats per pupil in reach"],
  areas_school: ["学区（按学校）", "Catchments (by school)"],
  areas_value: ["按村点指标", "By the villages' measure"],
  areas_none: ["不显示", "Off"],
  layers: ["图层", "Layers"],
  layer_schools: ["学校", "Schools"],
  layer_villages: ["村庄", "Villages"],
  layer_labels: ["名称", "Names"],
  layer_roads: ["道路", "Roads"],
  layer_townships: ["乡镇界", "Township borders"],
  layer_findings: ["问题标记", "Finding marks"],
  layer_lines: ["就学连线", "Lines to school"],
  legend: ["图例", "Legend"],
  limit_in_force: ["限时", "limit"],
  size_pupils: ["大小 = 学生数", "size = pupils"],
  not_connected: ["未接入道路", "not connected"],
  no_pupils: ["本学段无学生", "none in band"],
  fill_seats: ["填充 = 在校生 / 学位", "fill = roll / seats"],
  over_short: ["超学位", "over seats"],
  finding_mark: ["有不达标项", "a rule not met"],
  kind_primary: ["小学", "primary"],
  kind_point: ["教学点", "teaching pt"],
  kind_junior: ["初中", "junior"],
  kind_through: ["一贯制", "1–9 school"],
  other_band: ["淡色：不办本学段", "faint: not in band"],
  roads_major: ["国省干道", "main"],
  roads_local: ["县乡道", "local"],
  roads_minor: ["村道", "village"],
  roads_track: ["小路", "track"],
  zoom_in: ["放大", "Zoom in"],
  zoom_out: ["缩小", "Zoom out"],
  fit: ["全县", "Whole county"],
  close: ["关闭", "Close"],
  panel_size: ["改变面板高度", "Resize the panel"],
  population: ["人口", "Population"],
  by_grade: ["各年级学生", "Pupils by grade"],
  way_to_school: ["上学安排", "Way to school"],
  no_bus: ["无校车", "no school bus"],
  walk_limit: ["步行限时 {limit}", "walking limit {limit}"],
  ride_limit: ["乘车限时 {limit}", "riding limit {limit}"],
  nearest_listed: ["最近学校", "nearest school"],
  nobody_in_band: ["本学段没有学生", "no pupils in this band"],
  other_choices: ["其他可选学校", "Other schools in reach"],
  no_other: ["可达范围内没有其他学校", "no other school in reach"],
  snap: ["到道路的直线距离", "Straight leg to the road"],
  own_network: ["孤立路网 {n}", "separate network {n}"],
  private: ["民办", "private"],
  roll: ["在校生", "Roll"],
  roll_reported: ["上报在校生", "Reported roll"],
  load: ["模型分配", "Modelled load"],
  load_short: ["模型分配", "Load"],
  findings_short: ["问题", "Found"],
  calibration: ["校核：上报 − 模型", "Calibration: reported − modelled"],
  not_reported: ["未上报", "not reported"],
  seats: ["学位", "Seats"],
  over_by: ["超 {n}", "{n} over"],
  classes: ["班级", "Classes"],
  class_size: ["平均班额", "Mean class size"],
  limit_n: ["上限 {n}", "limit {n}"],
  beds: ["床位", "Beds"],
  boarders: ["在册寄宿生", "Boarders reported"],
  boarders_needed: ["需寄宿学生", "Pupils who must board"],
  bed_gap: ["床位缺口", "Beds short"],
  riders: ["乘车学生", "Riders"],
  bus: ["校车", "School bus"],
  yes: ["有", "yes"],
  no: ["无", "no"],
  holds: ["是", "yes"],
  holds_not: ["否", "no"],
  unknown: ["不详", "unknown"],
  farthest: ["最远村", "Farthest village"],
  mean_way: ["平均路程", "Mean distance"],
  served: ["服务村", "Villages served"],
  resources: ["办学条件", "Resources against standards"],
  indicator: ["指标", "Indicator"],
  value: ["现值", "Value"],
  threshold: ["标准", "Standard"],
  short_by: ["缺口", "Short by"],
  met: ["达标", "met"],
  standard_2017: ["2017 年办法：七项达标 {met} 项", "2017 method: {met} of 7 met"],
  unknown_2017: ["，{n} 项无数据", ", {n} unknown"],
  no_value: ["无数据", "no data"],
  its_findings: ["本校问题", "Findings here"],
  its_findings_village: ["本村问题", "Findings here"],
  none_found: ["没有发现问题", "No findings"],
  no_schools: ["没有学校", "No schools"],
  n_items: ["{n} 条", "{n}"],
  asked: ["要求", "asked"],
  reported: ["上报", "reported"],
  remark: ["备注", "Note"],
  clause: ["依据", "Clause"],
  source: ["来源", "Source"],
  status: ["状态", "Status"],
  no_clause: ["无文件依据", "no document"],
  from_study: ["本研究设定", "set by the study"],
  more: ["再显示 {n} 条", "Show {n} more"],
  about_data: ["数据", "Data"],
  data_year: ["学年", "School year"],
  model: ["模型指纹", "Model fingerprint"],
  kernel: ["计算内核版本", "Kernel version"],
  coordinates: ["坐标系", "Coordinates"],
  counts: ["规模", "Size"],
  counts_line: ["{schools} 所学校，{villages} 个村，{pupils} 名学生", "{schools} schools, {villages} villages, {pupils} pupils"],
  about_rules: ["采用的标准", "Standards in force"],
  about_method: ["方法", "Method"],
  method_text: [
    "距离按路网最短步行时间的路径量算，包含村庄与学校到道路的直线段；图上的分区是各村最近地块的示意，数字不由图形得出。",
    "Distances follow the road path of least walking time, with the straight legs to the road at both ends. Areas show the land nearest to each village; no figure is taken from shapes.",
  ],
  unapproved: ["未经审图，仅供内部研究", "Not a published map; internal research only"],
  about_software: ["软件", "Software"],
  leaflet: [
    "地图底座 Leaflet 1.9，BSD 2 条款许可（全文见文件源代码）。",
    "Built on Leaflet 1.9, BSD 2-Clause licence (full text in this file's source).",
  ],
  mean: ["八项平均", "mean of eight"],
  areas_key_school: ["底色：学区；空白：未安排", "ground: catchments; blank: unserved"],
  areas_key_value: ["底色：同上分级；空白：未安排或无数据", "ground: same classes; blank: unserved or no figure"],
});

/** @typedef {keyof typeof WORDS} Word */

/**
 * @param {Language} language @param {Word} word @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(language, word, values = {}) {
  const text = WORDS[word][language === "zh" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {string} word @returns {word is Word} */
export const isWord = (word) => Object.hasOwn(WORDS, word);

/** @returns {string[]} */
export const allWords = () => Object.keys(WORDS);

/** @typedef {Record<string, Record<string, string[]>>} Shared  by kind and key: Chinese, English */

/** @type {Shared} */
let shared = {};

/** @param {Shared} words that came with the data */
export function learn(words) {
  shared = words;
}

/**
 * @param {Language} language @param {string} kind @param {string} key
 * @returns {string} the shared word, or the key
 */
export function told(language, kind, key) {
  const by = shared[kind];
  const found = by && Object.hasOwn(by, key) ? by[key] : undefined;
  return found?.[language === "zh" ? 0 : 1] ?? key;
}

/** @param {string} text @returns {string} as it stands alone: with a capital */
export const alone = (text) => text.charAt(0).toUpperCase() + text.slice(1);
