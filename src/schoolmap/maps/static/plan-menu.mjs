/** The chooser of plans, and what can be done with them. */

import { h, icon, ICONS } from "#maps/dom";
import { entry, menu } from "#maps/menu";
import { say } from "#maps/words";

/** @typedef {import("#maps/ui").Ui} Ui */
/** @typedef {import("#maps/session").Plan} Plan */

/** @param {Plan} plan @returns {number} changes, and figures that it tries */
export const sizeOf = (plan) => plan.changes.length + Object.keys(plan.rules).length;

/** @param {Ui} ui */
export function planMenu(ui) {
  const { session, store } = ui;
  const { language } = store.get();
  const active = session.active();
  const plan = session.current();
  const label = [h("span", { class: "plan-name" }, plan.name), h("span", { class: "size" }, sizeOf(plan)), icon(ICONS.down, 14)];
  const plans = session.plans().map((one, i) =>
    entry(`plan-${one.id}`, [h("span", { class: "tick", "aria-hidden": "true" }, i === active ? "✓" : ""), h("span", { class: "plan-name" }, one.name),
      h("small", {}, say(language, "n_changes", { n: sizeOf(one) }))],
    () => choose(ui, i), { "aria-current": i === active ? "true" : null }));
  const title = say(language, "plan_chooser", { name: plan.name, n: sizeOf(plan) });
  return menu("plans", label, [h("div", { class: "menu-plans" }, plans), planActions(ui, active)], { kind: "plan-menu", title });
}

/** A plan that is chosen is looked at. @param {Ui} ui @param {number} i */
export function choose({ session, store }, i) {
  session.use(i);
  if (store.get().view === "today" && sizeOf(session.current()) > 0) store.set({ view: "plan" });
}

/** @param {Ui} ui @param {number} active */
function planActions(ui, active) {
  const { session, ask } = ui;
  const { language } = ui.store.get();
  /** @param {import("#maps/words").Word} word @param {keyof typeof ICONS} sign @param {() => void} click */
  const item = (word, sign, click) => entry(word, [icon(ICONS[sign], 16), say(language, word)], click);
  return h("div", { class: "menu-actions" },
    item("new_plan", "plus", () => void session.add()),
    item("copy_plan", "copy", () => void session.duplicate(active, say(language, "copy_of", { name: session.current().name }))),
    item("rename_plan", "edit", () => ask.rename(active)),
    item("remove_plan", "remove", () => ask.removePlan(active)),
    h("hr", {}),
    item("import_plan", "import", () => importFile(ui)),
    item("export_plan", "export", () => exportPlan(ui)),
    item("print_map", "print", ui.act.print));
}

/** Saves a plan as a file and says where it went. @param {Pick<Ui, "session" | "store" | "act" | "speaker">} ui @param {number} [i] the active plan unless given */
export function exportPlan({ session, store, act, speaker }, i = session.active()) {
  act.exportPlan(i);
  speaker.tell(say(store.get().language, "exported", { name: session.plans()[i]?.name ?? "" }));
}

/** Asks for a scenario file and takes it in. @param {Ui} ui */
export function importFile(ui) {
  const { act, ask, speaker, store } = ui;
  const input = h("input", { type: "file", accept: ".json,application/json", hidden: true });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    input.remove();
    if (!file) return;
    const read = await act.importFile(file);
    if (!read.ok) ask.inform(read.problems);
    else {
      const plan = ui.session.current();
      speaker.tell(say(store.get().language, "imported", { name: plan.name, n: plan.changes.length }));
      if (sizeOf(plan) > 0) store.set({ view: "change", tab: "plan" });
    }
  });
  ui.root.append(input);
  input.click();
}
