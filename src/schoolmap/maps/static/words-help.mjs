/** Words of the short help, Chinese and English. */

export const HELP_WORDS = /** @type {const} */ ({
  help_title: ["怎么用", "How it works"],
  help_1: ["点图上的学校或村庄看详情；也可在上方按名称查找。", "Click a school or village to look at it, or find it by name above."],
  help_2: ["选“撤并”“并入”“新建”等工具，再点学校。先看会怎样，再确定。", "Choose a tool (Close, Merge, Open…), then click a school. You see what it would do before you accept."],
  help_3: ["“影响”列出变差的村、要乘车和寄宿的学生、超学位的学校；“问题”写明违反哪一条。", "Impact lists the villages that lose, who must ride or board, which schools overflow; Findings cites the rule."],
  help_4: ["做错了点“撤销”。想比较，就在“方案”里复制或新建一个，再点“对比”。", "Undo takes a step back. To compare, copy or make a plan under Plan, then use Compare."],
  help_5: ["用“导出”保存方案文件，下次“导入”接着做，或交给别人评估；用“打印”出图。", "Export saves the plan to a file: import it later, or hand it on. Print makes a sheet."],
  help_words: ["词语", "Words"],
  gloss_roll: ["学校上报的学生数；方案中按学生流向增减。", "What the school reports; in a plan it moves with the pupils."],
  gloss_load: ["按规则和路程推算到该校的学生数。", "Pupils whom the rules and the roads send to the school."],
  gloss_cv: ["各校之间差距的大小，0 为完全均衡。", "How unequal schools are; 0 is equal."],
  gloss_close: ["撤掉学校，学生各自就近改读。", "The school goes; each pupil goes to the nearest one."],
  gloss_merge: ["撤掉学校，学生都改读指定的接收学校。", "The school goes; all its pupils go to the school you name."],
  gloss_convert: ["学校只留低年级，高年级学生就近改读。", "The school keeps the lowest grades; the others go to the nearest school."],
  gloss_designate: ["指定一个村的学生读哪所学校。", "The pupils of a village go to the school you name."],
  help_keys: ["快捷键", "Keys"],
  key_search: ["查找", "Search"],
  key_tools: ["工具", "Tools"],
  key_views: ["现状、方案、变化", "Today, plan, change"],
  key_escape: ["退出、关闭", "Leave, close"],
});
