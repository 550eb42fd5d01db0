/** The list of messages, and the one live region that says the newest program text. */

import { button, el, link } from './parts.js';

const ONE_ANSWER = 150;

export class Log {
  #seen = new Map();
  #choices = [];
  #news = [];
  #aim;

  constructor(words, chat) {
    this.words = words;
    this.chat = chat;
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

  /** Shows messages that are not here yet. The newest turn is said aloud, never the history. */
  show(messages) {
    const fresh = messages.filter((message) => !this.#seen.has(message.id));
    for (const message of fresh) this.#place(this.#item(message), message.id);
    this.#limitChoices();
    const turn = fresh.slice(fresh.findLastIndex((message) => message.from === 'person') + 1);
    if (!turn.length) return;
    this.say(turn.map((message) => message.text).join('\n'), turn[0].lang);
    if (this.#aim !== null) this.#scrollTo(this.#seen.get(turn[0].id));
  }

  /** What the person just wrote: shown at once, until `bind` gives it its id. */
  showOwn(text) {
    const state = el('p', { className: 'state', hidden: true });
    const node = el('li', { className: 'person pending' }, ...this.#bubbles('person', text), state);
    this.list.append(node);
    this.#saidAll();
    this.#limitChoices();
    this.#scrollTo(node);
    return { node, state, text };
  }

  bind(own, message) {
    if (own.id) return;
    own.id = message.id;
    const shown = this.#seen.get(message.id);
    if (shown !== own.node) shown?.remove();
    own.node.classList.remove('pending', 'unsent');
    own.state.remove();
    this.#place(own.node, message.id);
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

  /** Parts of one answer can arrive apart: they are said together. */
  say(text, lang = this.words.lang) {
    this.#news.push(text);
    this.live.lang = lang;
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.#saidAll(), ONE_ANSWER);
  }

  #saidAll() {
    if (this.#news.length) this.live.textContent = this.#news.splice(0).join('\n');
  }

  /** What stands here belongs to a chat that has ended: a new one counts from 1 again. */
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

  /** By id; notes stay where they were said, and what is not sent yet stays last. */
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

  #item(message) {
    const node = el('li', { className: `${message.from} ${message.kind}`, lang: message.lang },
      ...this.#bubbles(message.from, message.text));
    if (message.links?.length) {
      node.append(el('p', { className: 'links' },
        ...message.links.map((one) => link(one.title, one.url))));
    }
    if (message.buttons?.length) {
      const box = el('div', { className: 'choices', role: 'group', 'aria-label': this.words.choices },
        ...message.buttons.map((choice) => button(
          choice.title, (event) => this.chat.choose(choice, event), 'choice')));
      node.append(box);
      this.#choices.push({ id: message.id, node, box, titles: message.buttons });
    }
    return node;
  }

  #bubbles(from, text) {
    const parts = text.split(/\n\s*\n/).filter((part) => part.trim());
    return [el('span', { className: 'unseen' }, this.words[from] ?? ''),
      ...parts.map((part) => el('p', { className: 'bubble', dir: 'auto' }, part.trim()))];
  }

  /** Only the newest choices, and those of an open safety question, can be pressed. */
  #limitChoices() {
    const lastOwn = [...this.list.querySelectorAll('.person')].pop();
    const newest = this.#choices.reduce((a, b) => (a && a.id > b.id ? a : b), null);
    this.#choices = this.#choices.filter((one) => {
      const answered = lastOwn
        && one.node.compareDocumentPosition(lastOwn) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (one.id === this.ask || (one === newest && !answered)) return true;
      retire(one);
      return false;
    });
  }

  /** The start of a long answer stays in sight; whoever scrolls away to read is left there. */
  #scrollTo(node) {
    this.#aim = node;
    this.#settle();
  }

  #settle() {
    if (this.#aim) this.node.scrollTop = this.#aim.offsetTop - this.list.offsetTop;
  }
}

/** Choices that can no longer be pressed stay readable. */
function retire({ box, titles }) {
  const text = titles.map((choice) => choice.title).join(' · ');
  box.replaceWith(el('p', { className: 'past' }, text));
}
