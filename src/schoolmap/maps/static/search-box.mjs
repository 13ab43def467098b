/** The search field: arrow keys choose, Enter goes, Escape leaves. */

import { fill, h, icon, ICONS } from "#maps/dom";
import { schoolName, townName, villageName } from "#maps/names";
import { makeIndex, search } from "#maps/search";
import { alone, say, told } from "#maps/words";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").Subject} Subject */

const MOST = 12;

/** @param {Pick<import("#maps/session").Session, "plan">} session @param {Store} store @param {(s: Subject) => void} go @returns {HTMLElement} */
export function searchBox(session, store, go) {
  /** @type {World | null} the plan's: its new schools are found too */
  let world = null;
  /** @type {import("#maps/search").Entry[]} */
  let entries = [];
  /** @type {import("#maps/search").Entry[]} */
  let found = [];
  let chosen = 0;
  const list = h("ul", { class: "results", role: "listbox", id: "sm-results", hidden: true });
  const field = h("input", {
    type: "search",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-controls": "sm-results",
    "aria-expanded": "false",
    input: () => look(),
    click: () => look(),
    blur: () => setTimeout(close, 160),
    keydown: (event) => key(/** @type {KeyboardEvent} */ (event)),
  });

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function look() {
    const plan = session.plan();
    if (plan !== world) entries = makeIndex(plan);
    world = plan;
    found = search(entries, field.value, MOST);
    chosen = 0;
    show();
  }

  function show() {
    const { language } = store.get();
    const empty = field.value.trim() === "";
    list.hidden = empty;
    field.setAttribute("aria-expanded", String(!empty));
    if (empty) return;
    if (found.length === 0) {
      fill(list, h("li", { class: "none" }, say(language, "search_none")));
      return;
    }
    fill(list, found.map((entry, i) => option(entry, i)));
    field.setAttribute("aria-activedescendant", `sm-result-${chosen}`);
  }

  /** @param {import("#maps/search").Entry} entry @param {number} i */
  function option(entry, i) {
    const { language } = store.get();
    const plan = session.plan();
    const school = entry.type === "school";
    const own = school ? plan.schools : plan.villages;
    const name = school ? schoolName(plan, entry.index, language) : villageName(plan, entry.index);
    const where = [own.id[entry.index], townName(plan, own.township[entry.index])];
    return h(
      "li",
      {
        role: "option",
        id: `sm-result-${i}`,
        "aria-selected": String(i === chosen),
        pointerdown: (event) => {
          event.preventDefault();
          take(i);
        },
      },
      h("span", { class: `dot ${entry.type}` }),
      h("span", { class: "result-name" }, name),
      h("small", {}, [alone(told(language, "subject", entry.type)), ...where].filter(Boolean).join(" · ")),
    );
  }

  /** @param {number} i */
  function take(i) {
    const entry = found[i];
    if (!entry) return;
    close();
    go({ type: entry.type, index: entry.index });
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && list.hidden) look();
    else if (step !== 0 && found.length > 0) {
      chosen = (chosen + step + found.length) % found.length;
      show();
    } else if (event.key === "Enter") take(chosen);
    else if (event.key === "Escape") {
      event.stopPropagation();
      if (list.hidden) field.blur();
      field.value = "";
      close();
    } else return;
    event.preventDefault();
  }

  const box = h("div", { class: "search", role: "search" }, icon(ICONS.search, 16), field, list);
  function word() {
    const text = say(store.get().language, "search");
    field.placeholder = text;
    field.setAttribute("aria-label", text);
  }
  store.on((state, before) => {
    if (state.language !== before.language) word();
  });
  word();
  return box;
}
