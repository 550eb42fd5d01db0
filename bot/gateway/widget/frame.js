/** The window around the chat: header, menu, input line; opening, closing and the keyboard. */

import { button, el, fill, icon, iconButton } from './parts.js';

const MOST = 20000;

export class Frame {
  #full = matchMedia('(max-width: 480px), (max-height: 480px)');

  constructor(words, log, care, chat) {
    this.words = words;
    this.chat = chat;
    this.log = log;
    this.dialog = el('dialog', { className: 'window corner', 'aria-labelledby': 'title',
      onkeydown: (event) => this.#key(event) },
    this.#header(), care.node, log.node, log.live, this.#consent(), this.#entry());
    this.dialog.addEventListener('close', () => this.isOpen || chat.closed());
    this.#full.addEventListener('change', () => this.isOpen && this.#show());
    window.visualViewport?.addEventListener('resize', () => this.#fit());
  }

  get isOpen() {
    return this.dialog.open;
  }

  open() {
    this.#show();
    this.input.focus();
  }

  close() {
    this.dialog.close();
  }

  /** After a button that went away: a finger gets no keyboard on its screen. */
  goOn(event) {
    if (event.detail) this.log.node.focus();
    else this.input.focus();
  }

  /** On a small screen the chat covers the page, so the page must not take the focus. */
  #show() {
    const focused = this.dialog.getRootNode().activeElement;
    this.dialog.close();
    if (this.#full.matches) this.dialog.showModal();
    else this.dialog.show();
    focused?.focus();
  }

  /** A keyboard on the screen takes its part of the height. */
  #fit() {
    const { height, scale } = window.visualViewport;
    this.dialog.style.setProperty('--seen', `${Math.round(height * scale)}px`);
  }

  #header() {
    const { words, chat } = this;
    this.more = iconButton('more', words.menu, () => this.#toggleMenu());
    this.more.setAttribute('aria-expanded', 'false');
    this.menu = el('div', { className: 'menu', hidden: true });
    return el('header', {},
      el('div', { className: 'bar' },
        el('div', { className: 'names' },
          el('h2', { id: 'title' }, words.title), el('p', {}, words.subtitle)),
        this.more, iconButton('close', words.close, () => this.close())),
      el('div', { className: 'urgent' },
        button(words.sos, () => chat.sos(), 'sos'),
        el('button', { type: 'button', title: words.leave_hint,
          onclick: () => chat.leave() }, words.leave)),
      this.menu);
  }

  #toggleMenu(open = this.menu.hidden) {
    this.menu.hidden = !open;
    this.more.setAttribute('aria-expanded', String(open));
    if (open) this.#fillMenu(button(this.words.forget, () => this.#confirm()));
    else this.more.focus();
  }

  #fillMenu(...nodes) {
    this.menu.replaceChildren(...nodes);
    this.menu.querySelector('button:last-of-type').focus();
  }

  #confirm() {
    const { words } = this;
    const forget = () => {
      this.#toggleMenu(false);
      this.chat.forget();
    };
    this.#fillMenu(el('p', {}, words.forget_question),
      button(words.forget_yes, forget), button(words.forget_no, () => this.#toggleMenu(false)));
  }

  #consent() {
    const { words, chat } = this;
    const answer = (yes) => (event) => {
      this.goOn(event);
      chat.consent(yes);
    };
    this.asks = el('div', { className: 'consent', hidden: true, role: 'group',
      'aria-labelledby': 'keep' },
    el('p', { id: 'keep' }, words.keep_question),
    button(words.keep_yes, answer(true)), button(words.keep_no, answer(false)));
    return this.asks;
  }

  #entry() {
    const { words } = this;
    this.input = el('textarea', { id: 'input', rows: 1, placeholder: words.placeholder, dir: 'auto',
      'aria-describedby': 'problem', oninput: () => this.#check() });
    this.problem = el('p', { id: 'problem', className: 'problem' });
    return el('form', { className: 'entry', onsubmit: (event) => this.#submit(event) },
      this.problem,
      el('label', { className: 'unseen', htmlFor: 'input' }, words.input),
      el('div', { className: 'write' },
        this.input,
        el('button', { type: 'submit', className: 'send', title: words.send,
          'aria-label': words.send }, icon('send'))),
      button(words.human, () => this.chat.send({ text: words.human_text }), 'link'));
  }

  /** Says under the conversation what went wrong; an empty text takes it away. */
  complain(text = '') {
    if (this.problem.textContent === text) return;
    this.problem.textContent = text;
    if (text) this.log.say(text);
  }

  #check() {
    const count = [...this.input.value].length;
    this.input.setAttribute('aria-invalid', String(count > MOST));
    const values = { count: count.toLocaleString(this.words.lang), most: MOST.toLocaleString(this.words.lang) };
    this.complain(count > MOST ? fill(this.words.too_long, values) : '');
    return count <= MOST;
  }

  #submit(event) {
    event?.preventDefault();
    const text = this.input.value.trim();
    if (!text || !this.#check()) return;
    this.input.value = '';
    this.chat.send({ text });
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && event.target === this.input) {
      this.#submit(event);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (this.menu.hidden) this.close();
      else this.#toggleMenu(false);
    }
  }
}
