/** Dialogs about plans and files, and plain messages. */

import { button, openDialog } from "#maps/dialog";
import { h } from "#maps/dom";
import { field, textInput } from "#maps/fields";
import { exportPlan } from "#maps/plan-menu";
import { problemText } from "#maps/problem-text";
import { say } from "#maps/words";

/** @typedef {import("#maps/proposals").Ground} Ground */
/** @typedef {import("#maps/plan-file").Problem} Problem */

const MOST_PROBLEMS = 12;

/** @param {Ground} ui */
export const planDialogs = (ui) => ({
  /** Another name for a plan. @param {number} i */
  rename: (i) => rename(ui, i),
  /** Asks before a plan that says something is thrown away. @param {number} i */
  removePlan: (i) => removePlan(ui, i),
  /** Says all that is wrong with a file. @param {readonly Problem[]} problems */
  inform: (problems) => inform(ui, problems),
  /** A word about a click that did nothing. @param {string} code */
  tell: (code) => ui.speaker.tell(problemText(ui.session.plan(), { code }, ui.store.get().language).text),
});

/** @param {Ground} ui @param {number} i */
function rename(ui, i) {
  const { language } = ui.store.get();
  const name = textInput(ui.session.plans()[i]?.name ?? "");
  const done = () => {
    dialog.close();
    ui.session.rename(i, name.value);
  };
  name.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    // else the button that gets the keyboard back is pressed too
    event.preventDefault();
    done();
  });
  const dialog = openDialog(ui.root, {
    title: say(language, "rename_plan"), language,
    body: h("div", { class: "fields" }, field(say(language, "name"), name)),
    buttons: [button(say(language, "cancel"), () => dialog.close()), button(say(language, "accept"), done, "main")],
  });
}

/** @param {Ground} ui @param {number} i */
function removePlan(ui, i) {
  const { language } = ui.store.get();
  const plan = ui.session.plans()[i];
  if (!plan) return;
  const remove = () => {
    ui.session.remove(i);
    ui.speaker.tell(say(language, "plan_removed", { name: plan.name }));
  };
  if (plan.changes.length === 0 && Object.keys(plan.rules).length === 0) {
    remove();
    return;
  }
  const dialog = openDialog(ui.root, {
    title: say(language, "ask_remove", { name: plan.name }), language,
    body: h("p", {}, say(language, "remove_text", { n: plan.changes.length })),
    buttons: [
      button(say(language, "export_first"), () => exportPlan(ui, i)),
      button(say(language, "cancel"), () => dialog.close()),
      button(say(language, "remove"), () => {
        dialog.close();
        remove();
      }, "grave"),
    ],
  });
}

/** @param {Ground} ui @param {readonly Problem[]} problems */
function inform(ui, problems) {
  const { language } = ui.store.get();
  const told = problems.slice(0, MOST_PROBLEMS).map((problem) => problemText(ui.session.plan(), problem, language));
  const left = problems.length - told.length;
  const dialog = openDialog(ui.root, {
    title: say(language, "not_imported"), language,
    body: [
      h("ul", { class: "problems" }, told.map(({ where, text, commands }) =>
        h("li", {}, where ? h("b", {}, where) : null, h("p", {}, text), commands.map((line) => h("code", { class: "command" }, line))))),
      left > 0 ? h("p", { class: "soft" }, say(language, "and_n_more", { n: left })) : null,
    ],
    buttons: [button(say(language, "understood"), () => dialog.close(), "main")],
  });
}
