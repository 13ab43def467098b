/** A change before it is accepted: what it would do, in plain words, with its harms in red. */

import { button, openDialog } from "#maps/dialog";
import { fill, h } from "#maps/dom";
import { effectsOf } from "#maps/preview-text";
import { conflictText } from "#maps/problem-text";
import { say } from "#maps/words";

/** @typedef {import("#kernel/scenario").Change} Change */
/** @typedef {import("#maps/preview-text").Effect} Effect */
/** @typedef {import("#maps/words").Language} Language */
/** @typedef {Pick<import("#maps/ui").Ui, "root" | "store" | "session">} Ground */
/**
 * @typedef {object} Form
 * @property {string} title
 * @property {HTMLElement[]} [fields]
 * @property {() => Change[]} changes  as the fields say; none where they say nothing yet
 * @property {string} accept  what the button says
 * @property {string} [note]  what should be known before
 * @property {string} [missing]  what is asked for while there is nothing to do
 */

const SIGNS = { harm: "!", warn: "▲", good: "✓", plain: "·" };

/** @param {readonly Effect[]} effects @param {Language} language @returns {HTMLElement} */
export const effectList = (effects, language) =>
  h("ul", { class: "effects" }, effects.map(({ text, tone, clause }) =>
    h("li", { class: `effect ${tone}` },
      h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[tone]),
      h("p", {}, tone === "harm" ? h("span", { class: "unseen" }, say(language, "harm")) : null, text, clause ? h("small", {}, clause) : null))));

/** Shows a proposal; nothing is done before it is accepted. @param {Ground} ground @param {Form} form */
export function openProposal({ root, store, session }, form) {
  const { language } = store.get();
  const outcome = h("div", { class: "outcome", "aria-live": "polite" });
  const accept = button(form.accept, done, "main");
  const asks = (form.fields?.length ?? 0) > 0;
  const body = h("div", { class: asks ? "columns" : "", input: refresh, change: refresh },
    asks ? h("div", { class: "fields" }, form.fields) : null,
    h("div", {},
      h("h3", {}, say(language, "what_it_does")),
      outcome,
      form.note ? h("p", { class: "soft small" }, form.note) : null));
  const dialog = openDialog(root, {
    title: form.title, language, body, size: asks ? "two" : "",
    buttons: [button(say(language, "cancel"), () => dialog.close()), accept],
  });

  function refresh() {
    const changes = form.changes();
    if (changes.length === 0) {
      accept.disabled = true;
      fill(outcome, h("p", { class: "soft" }, form.missing ?? say(language, "nothing_to_do")));
      return;
    }
    const preview = session.preview(changes);
    const stands = preview.conflicts.length === 0;
    accept.disabled = !stands;
    const effects = effectsOf(preview, language);
    accept.classList.toggle("grave", stands && effects.some((e) => e.tone === "harm"));
    fill(outcome, effectList(effects, language));
  }

  function done() {
    const changes = form.changes();
    const conflicts = changes.length === 0 ? [] : session.apply(changes);
    if (conflicts.length > 0) {
      fill(outcome, effectList(conflicts.map((c) => ({ text: conflictText(session.plan(), c, language), tone: "harm" })), language));
      return;
    }
    dialog.close();
    store.set({ tool: "select", pending: null });
  }

  body.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement && !accept.disabled) done();
  });
  refresh();
  if (accept.disabled && document.activeElement === accept) dialog.element.querySelector("button")?.focus();
}
