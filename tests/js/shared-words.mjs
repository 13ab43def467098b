/** Words as the page gets them with its data (model/wording.py), as many as the tests need. */

export const SHARED = {
  mode: { walk: ["步行", "on foot"], unserved: ["未安排", "unserved"] },
  reason: { no_beds: ["没有床位", "no beds"] },
  band: { lower_primary: ["小学低年级", "lower primary"] },
  stage: { primary: ["小学", "primary"], junior: ["初中", "junior"] },
  subject: { county: ["全县", "county"], school: ["学校", "school"] },
  unit: {
    "": ["", ""], m: ["米", "m"], km: ["公里", "km"], min: ["分钟", "min"], s: ["秒", "s"], yuan: ["元", "yuan"],
    ratio: ["", ""], "m2/pupil": ["平方米/人", "m²/pupil"], "pupil/class": ["人/班", "pupils/class"],
  },
};
