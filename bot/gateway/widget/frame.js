/** The window: header, menu, input line, keyboard. */

import { button, el, iconButton, link } from './parts.js';
import { Plan } from './plan.js';

const MOST = 20000;

export class Frame {
  #full = matchMedia('(max-width: 480px), (max-height: 480px)');

  constructor(words, log, care, chat) {
    Object.assign(this, { words, log, chat, plan: new Plan(words, care.written, log) });
    this.dialog = el('dialog', { className: 'window corner', 'aria-labelledby': 'title',
      onkeydown: (event) => this.#key(event) },
    this.#header(), care.node, this.plan.node, log.node, log.live, this.#consent(), this.#entry());
    this.dialog.addEventListener('close', () => this.isOpen || chat.closed());
    this.#full.addEventListener('change', () => this.isOpen && this.#show());
    window.visualViewport?.addEventListener('resize', () => this.#fit());
  }

  get isOpen() {
    return this.dialog.open;
  }

  open() {
    this.#show();
    (this.plan.isOpen ? this.plan.title : this.input).focus();
  }

  close() {
    this.dialog.close();
  }

  /** A finger gets no keyboard on its screen. */
  goOn(event) {
    (event.detail ? this.log.node : this.input).focus();
  }

  /** Where the chat covers the page, the page must not take the focus. */
  #show() {
    const focused = this.dialog.getRootNode().activeElement;
    this.dialog.close();
    if (this.#full.matches) this.dialog.showModal();
    else this.dialog.show();
    focused?.focus();
  }

  #fit() {
    const { height, scale } = window.visualViewport;
    this.dialog.style.setProperty('--seen', `${Math.round(height * scale)}px`);
  }

  #header() {
    const { words, chat } = this;
    this.more = iconButton('more', words.menu, () => this.#toggleMenu());
    this.more.setAttribute('aria-expanded', false);
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
    const { words, more } = this;
    this.menu.hidden = !open;
    more.setAttribute('aria-expanded', open);
    if (!open) return more.focus();
    const plan = () => {
      this.#toggleMenu(false);
      this.plan.open(more);
    };
    return this.#fillMenu(0, button(words.plan, plan), button(words.forget, () => this.#confirm()),
      link(words.safety, new URL('../safety', import.meta.url)));
  }

  #fillMenu(first, ...nodes) {
    this.menu.replaceChildren(...nodes);
    nodes[first].focus();
  }

  #confirm() {
    const { words } = this;
    const forget = () => {
      this.#toggleMenu(false);
      this.chat.forget();
    };
    this.#fillMenu(2, el('p', {}, words.forget_question), button(words.forget_yes, forget),
      button(words.forget_no, () => this.#toggleMenu(false)));
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
    return el('div', { className: 'entry' },
      this.problem,
      el('label', { className: 'unseen', htmlFor: 'input' }, words.input),
      el('div', { className: 'write' },
        this.input,
        iconButton('send', words.send, (event) => this.#submit(event), 'send')),
      button(words.human, () => this.chat.human(), 'link'));
  }

  complain(text = '') {
    if (this.problem.textContent === text) return;
    this.problem.textContent = text;
    if (text) this.log.say(text);
  }

  #check() {
    const count = [...this.input.value].length;
    const tooLong = count > MOST;
    const local = (number) => number.toLocaleString(this.words.lang);
    this.input.setAttribute('aria-invalid', tooLong);
    this.complain(tooLong ? this.words.too_long.replace('{count}', local(count))
      .replace('{most}', local(MOST)) : '');
    return !tooLong;
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text || !this.#check()) return;
    this.input.value = '';
    this.chat.say(text);
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey && event.target === this.input) {
      this.#submit(event);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      const fold = event.target.closest('details[open]');
      if (fold) {
        fold.open = false;
        fold.firstChild.focus();
      } else if (this.menu.hidden) (this.plan.isOpen ? this.plan : this).close();
      else this.#toggleMenu(false);
    }
  }
}
