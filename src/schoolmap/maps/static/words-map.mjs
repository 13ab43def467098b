/** Words of the map, its legend and its printed sheet, Chinese and English. */

/** @typedef {"zh" | "en"} Language */

export const MAP_WORDS = /** @type {const} */ ({
  added: ["与现状相比", "Against today"],
  added_unit: ["到所上学校的路程变化，公里", "change of distance to school, km"],
  school: ["所上学校", "School"],
  school_unit: ["颜色 = 学校", "colour = school"],
  view_today: ["现状", "Today"],
  view_plan: ["方案", "Plan"],
  view_change: ["变化", "Change"],
  change_of: ["方案与现状相比", "Plan against today"],
  nearer_more: ["近 ≥ {a}", "nearer ≥ {a}"],
  nearer: ["近 < {a}", "nearer < {a}"],
  as_far: ["路程不变", "as far"],
  further_first: ["远 ≤ {b}", "further ≤ {b}"],
  further: ["远 {a}–{b}", "further {a}–{b}"],
  further_last: ["远 > {a}", "further > {a}"],
  school_colours: ["相邻学校颜色不同", "neighbours differ"],
  unchanged: ["不变", "unchanged"],
  newly_riding: ["新增乘车", "now rides"],
  newly_boarding: ["新增寄宿", "now boards"],
  newly_unserved: ["新增未安排", "now unserved"],
  newly_served: ["新得到安排", "now served"],
  line_new: ["到新学校", "to the new school"],
  line_old: ["到原学校", "to the old school"],
  school_closed: ["撤并", "closed"],
  school_new: ["新建", "opened"],
  school_receives: ["接收学生", "takes in pupils"],
  fresh_finding: ["新增不达标", "rule newly broken"],
  route_walk: ["步行路线", "way on foot"],
  route_ride: ["乘车路线", "way by vehicle"],
  route_old: ["原路线", "former way"],
  compare_divider: ["对比分隔线：左右方向键移动", "Divider of the comparison: arrow keys move it"],
  compare_second_map: ["对比地图", "Map to compare"],
  compare_left: ["左", "left"],
  compare_right: ["右", "right"],
  print_title: ["{name}学校布局图", "{name}: school layout"],
  print_sources: ["数据：{year} 学年；坐标系 WGS-84；模型 {model}", "Data: school year {year}; WGS-84; model {model}"],
  print_estimated: ["无道路数据：路程 = 直线距离 × {detour}", "No road data: distance = straight line × {detour}"],
  print_simulated: ["模拟数据，不代表任何真实县", "Made-up data: no real county"],
  print_changes: ["调整内容（{n} 项）", "Changes ({n})"],
  print_no_changes: ["未作调整", "No change"],
  print_more_changes: ["另有 {n} 项，见方案文件", "and {n} more, see the plan's file"],
  print_figures: ["主要指标", "Key figures"],
  print_date: ["制图日期 {date}", "Printed {date}"],
  print_approval: ["审图号：", "Map approval no.:"],
  print_unapproved: ["未经审图，仅供内部研究", "Not a published map; internal research only"],
  print_band: ["学段：{band}", "Band: {band}"],
  print_scale: ["比例尺约 1 : {n}", "about 1 : {n}"],
});

/** @typedef {keyof typeof MAP_WORDS} MapWord */

/**
 * @param {Language} language @param {MapWord} word @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function mapWord(language, word, values = {}) {
  const text = MAP_WORDS[word][language === "zh" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}
