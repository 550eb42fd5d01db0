/** The safety plan. What is typed lives in its fields: never sent, never stored. */

import { button, el } from './parts.js';

const PAPER = new CSSStyleSheet();
PAPER.replaceSync('@media print { body > :not(.paper) { display: none !important } }');
PAPER.disabled = true;
document.adoptedStyleSheets.push(PAPER);

export class Plan {
  #from;

  /** `lines`: the element that holds the lines as text. */
  constructor(words, lines, log) {
    Object.assign(this, { words, log });
    this.steps = [[words.plan_signs, words.plan_signs_hint],
      [words.plan_people, words.plan_people_hint, lines],
      [words.plan_distance, words.plan_distance_hint]].map(step);
    this.title = el('h3', { id: 'plan', tabIndex: -1 }, words.plan_title);
    this.said = el('p', { className: 'state' });
    this.whole = el('textarea', { readOnly: true, hidden: true, 'aria-label': words.plan_title });
    this.sheet = el('pre', { className: 'sheet' });
    this.node = el('form', { className: 'plan', hidden: true, 'aria-labelledby': 'plan' },
      this.title, el('p', {}, words.plan_note), ...this.steps.flatMap((one) => one.nodes),
      el('p', { className: 'ways' }, button(words.plan_copy, () => this.#copy()),
        button(words.plan_print, () => this.#print()),
        button(words.plan_close, () => this.close())),
      this.said, this.whole);
  }

  get isOpen() {
    return !this.node.hidden;
  }

  open(from) {
    this.#from = from;
    this.node.hidden = false;
    this.title.focus();
    this.node.scrollTop = 0;
  }

  hide() {
    this.node.hidden = this.whole.hidden = true;
    this.whole.value = this.said.textContent = '';
  }

  close() {
    this.hide();
    this.#from.focus();
    if (!this.#from.matches(':focus')) this.log.node.focus();
  }

  clear() {
    this.hide();
    this.#paper(false);
    this.node.reset();
  }

  #text() {
    const steps = this.steps.map(({ label, lines, field }) => (
      [label, lines?.textContent, field.value.trim()].filter(Boolean).join('\n')));
    return [this.words.plan_title, ...steps].join('\n\n');
  }

  /** Where the browser forbids it, the text is marked for the person to copy. */
  async #copy() {
    const text = this.#text();
    try {
      await navigator.clipboard.writeText(text);
      this.#say(this.words.plan_copied);
    } catch {
      this.whole.value = text;
      this.whole.hidden = false;
      this.whole.focus();
      this.whole.select();
      this.#say(this.words.plan_marked);
    }
  }

  #say(text) {
    this.said.textContent = text;
    this.log.say(text);
  }

  #print() {
    this.#paper(true);
    addEventListener('afterprint', () => this.#paper(false), { once: true });
    print();
  }

  #paper(on) {
    this.sheet.textContent = on ? this.#text() : '';
    this.sheet.getRootNode().host.className = on ? 'paper' : '';
    PAPER.disabled = !on;
  }
}

/** No spelling service: some send away what is typed. */
function step([title, hint, lines], at) {
  const label = `${at + 1}. ${title}`;
  const field = el('textarea', { id: `step${at}`, rows: 3, placeholder: hint, dir: 'auto',
    autocomplete: 'off', spellcheck: false });
  return { label, lines, field,
    nodes: [el('label', { htmlFor: field.id }, label), lines, field].filter(Boolean) };
}
