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
  const body = bodyOf(form, outcome, language);
  const dialog = openDialog(root, {
    title: form.title, language, body, size: form.fields ? "two" : "",
    buttons: [button(say(language, "cancel"), () => dialog.close()), accept],
  });

  function refresh() {
    const changes = form.changes();
    const preview = changes.length === 0 ? null : session.preview(changes);
    const effects = preview ? effectsOf(preview, language) : [];
    accept.disabled = preview === null || preview.conflicts.length > 0;
    accept.classList.toggle("grave", !accept.disabled && effects.some((e) => e.tone === "harm"));
    fill(outcome, preview ? effectList(effects, language) : h("p", { class: "soft" }, form.missing ?? say(language, "nothing_to_do")));
  }

  function done() {
    const conflicts = session.apply(form.changes());
    if (conflicts.length > 0) {
      fill(outcome, effectList(conflicts.map((c) => ({ text: conflictText(session.plan(), c, language), tone: "harm" })), language));
      return;
    }
    dialog.close();
    store.set({ tool: "select", pending: null });
  }

  body.addEventListener("input", refresh);
  body.addEventListener("change", refresh);
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    // else the button that gets the keyboard back is pressed too
    event.preventDefault();
    if (!accept.disabled) done();
  });
  refresh();
  if (accept.disabled && document.activeElement === accept) dialog.element.querySelector("button")?.focus();
}

/** What is asked, beside what it would do. @param {Form} form @param {HTMLElement} outcome @param {Language} language */
const bodyOf = ({ fields, note }, outcome, language) =>
  h("div", { class: fields ? "columns" : "" },
    fields ? h("div", { class: "fields" }, fields) : null,
    h("div", {},
      h("h3", {}, say(language, "what_it_does")),
      outcome,
      note ? h("p", { class: "soft small" }, note) : null));
