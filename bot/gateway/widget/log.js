/** The messages, and the live region that says the newest. */

import { button, el, icon, link } from './parts.js';

const ONE_ANSWER = 150;

export class Log {
  #seen = new Map();
  #choices = [];
  #news = [];
  #aim;

  constructor(words, chat) {
    Object.assign(this, { words, chat });
    this.list = el('ul', { role: 'list' });
    this.typing = el('p', { className: 'typing', hidden: true }, words.answering);
    this.node = el('div', { className: 'log', tabIndex: 0, role: 'region', 'aria-label': words.log },
      this.list, this.typing);
    this.live = el('div', { className: 'unseen', 'aria-live': 'polite' });
    for (const touch of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      this.node.addEventListener(touch, () => { this.#aim = null; }, { passive: true });
    }
    const watch = new ResizeObserver(() => this.#settle());
    watch.observe(this.node);
    watch.observe(this.list);
  }

  get last() {
    return Math.max(0, ...this.#seen.keys());
  }

  /** The newest turn is said aloud, never the history. */
  show(messages) {
    const fresh = messages.filter((message) => !this.#seen.has(message.id));
    for (const message of fresh) this.#place(this.#item(message), message.id);
    this.#limitChoices();
    const turn = fresh.slice(fresh.findLastIndex((message) => message.from === 'person') + 1);
    if (!turn.length) return;
    this.say(turn.map((message) => message.text).join('\n'), turn[0].lang);
    if (this.#aim !== null) this.#scrollTo(this.#seen.get(turn[0].id));
  }

  showOwn(text) {
    const state = el('p', { className: 'state', hidden: true });
    const node = el('li', { className: 'person pending' }, ...this.#bubbles('person', text), state);
    this.list.append(node);
    this.#saidAll();
    this.#limitChoices();
    this.#scrollTo(node);
    return { node, state, text };
  }

  bind(own, { id }) {
    if (own.id) return;
    own.id = id;
    const shown = this.#seen.get(id);
    if (shown !== own.node) shown?.remove();
    own.node.classList.remove('pending', 'unsent');
    own.state.remove();
    this.#place(own.node, id);
  }

  note(text) {
    const node = el('li', { className: 'notice' }, el('p', {}, text));
    this.list.append(node);
    this.say(text);
    this.#scrollTo(node);
  }

  mark(own, text, ...actions) {
    own.state.replaceChildren(`${text} `, ...actions);
    own.state.hidden = false;
    own.node.classList.add('unsent');
  }

  /** Parts of an answer are said together. */
  say(text, lang = this.words.lang) {
    this.#news.push(text);
    this.live.lang = lang;
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.#saidAll(), ONE_ANSWER);
  }

  #saidAll() {
    if (this.#news.length) this.live.textContent = this.#news.splice(0).join('\n');
  }

  /** The chat has ended: a new one counts from 1 again. */
  seal() {
    for (const node of this.#seen.values()) delete node.dataset.id;
    this.#seen.clear();
    this.#choices.forEach(retire);
    this.#choices = [];
  }

  clear() {
    this.seal();
    this.list.replaceChildren();
  }

  /** By id; notes stay in place, what is not sent yet stays last. */
  #place(node, id) {
    node.dataset.id = id;
    this.#seen.set(id, node);
    const all = [...this.list.children];
    const at = all.indexOf(node);
    const before = all.findLastIndex((one) => Number(one.dataset.id) < id);
    const after = all.findIndex((one) => Number(one.dataset.id) > id);
    if (at > before && (after < 0 || at < after)) return;
    const next = all.slice(before + 1)
      .find((one) => one.dataset.id || one.classList.contains('pending'));
    this.list.insertBefore(node, next ?? null);
  }

  #item({ id, from, kind, lang, text, links = [], buttons = [] }) {
    const { words, chat } = this;
    const node = el('li', { className: `${from} ${kind}`, lang }, ...this.#bubbles(from, text));
    if (links.length) {
      node.append(el('p', { className: 'links' }, ...links.map((one) => link(one.title, one.url))));
    }
    if (buttons.length) {
      const box = el('div', { className: 'choices', role: 'group', 'aria-label': words.choices },
        ...buttons.map((choice) => button(
          choice.title, (event) => chat.choose(choice, event), 'choice')));
      node.append(box);
      this.#choices.push({ id, node, box, buttons });
    }
    if (from === 'program') node.append(this.#reporter(id));
    return node;
  }

  /** Reports a problem, without words. */
  #reporter(id) {
    const { words, chat } = this;
    const done = () => {
      box.open = false;
      flag.focus();
    };
    const kind = (name, label) => button(label, () => chat.report(id, name, done));
    const flag = el('summary', { title: words.report, 'aria-label': words.report }, icon('flag'));
    const ontoggle = () => box.scrollIntoView({ block: 'nearest' });
    const box = el('details', { className: 'report', ontoggle }, flag,
      kind('wrong', words.report_wrong), kind('hurtful', words.report_hurtful),
      kind('unsafe', words.report_unsafe), kind('other', words.report_other),
      el('p', {}, words.report_note), button(words.human, () => chat.human(), 'link'));
    return box;
  }

  #bubbles(from, text) {
    const parts = text.split(/\n\s*\n/).filter((part) => part.trim());
    return [el('span', { className: from === 'staff' ? 'who' : 'unseen' }, this.words[from]),
      ...parts.map((part) => el('p', { className: 'bubble', dir: 'auto' }, part.trim()))];
  }

  /** Only the newest, and those of an open safety question, can be pressed. */
  #limitChoices() {
    const newest = Math.max(...this.#choices.map(({ id }) => id));
    const answered = (node) => node && (node.matches('.person') || answered(node.nextSibling));
    this.#choices = this.#choices.filter((one) => {
      if (one.id === this.ask || (one.id === newest && !answered(one.node))) return true;
      retire(one);
      return false;
    });
  }

  #scrollTo(node) {
    this.#aim = node;
    this.#settle();
  }

  #settle() {
    if (this.#aim) this.node.scrollTop = this.#aim.offsetTop - this.list.offsetTop;
  }
}

function retire({ box, buttons }) {
  const text = buttons.map((choice) => choice.title).join(' · ');
  box.replaceWith(el('p', { className: 'past' }, text));
}
