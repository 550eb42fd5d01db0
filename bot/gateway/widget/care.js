/** The panel with people to call: the server's lines, or our own where the server is away. */

import { button, el, ELSEWHERE, localHelp, serverHelp } from './parts.js';

const SETTLED = 700;

export class Care {
  #server = { pinned: false, lines: [] };
  #shown = '';
  #country;
  #clock;
  offline = '';
  called = false;

  constructor(words, book, country, chat) {
    this.words = words;
    this.book = book;
    this.home = country;
    this.chat = chat;
    this.title = el('h3', { tabIndex: -1 });
    this.note = el('p', { className: 'offline' });
    this.help = el('div', { className: 'help' });
    this.#drawPicker();
    this.node = el('section', { className: 'care', hidden: true, 'aria-label': words.care },
      el('div', { className: 'top' }, this.title, this.opener, this.box), this.note, this.help);
  }

  /** Takes the server's `care`. It wins over the lines that this page chose itself. */
  take(care) {
    if (!care) return;
    this.#server = care;
    if (care.pinned) this.called = false;
    this.draw();
  }

  /** The person asked for help: the lines are on the screen before any server answers. */
  call() {
    this.called = !this.#server.pinned;
    this.draw();
    this.title.focus();
    this.node.scrollTop = 0;
  }

  /** The server knows the country now: its own lines are right again. */
  settle(code) {
    if (code === this.#country) this.#country = undefined;
    this.home = code;
    this.draw();
  }

  reset() {
    this.#server = { pinned: false, lines: [] };
    this.called = false;
    this.draw();
  }

  get pinned() {
    return Boolean(this.offline || this.called || this.#server.pinned);
  }

  draw() {
    const own = this.offline || this.called;
    const { pinned } = this;
    const lines = this.#country || (own && !this.#server.pinned) ? [] : this.#server.lines;
    this.#fillPicker();
    this.#drawOnce(pinned, lines);
    this.node.hidden = !pinned && !lines.length && !this.#country;
  }

  #drawOnce(pinned, lines) {
    const code = this.#country ?? this.#server.lines[0]?.country ?? this.home
      ?? this.book.value?.default;
    const key = JSON.stringify([pinned, lines, code, this.offline, Boolean(this.book.value)]);
    if (key === this.#shown) return;
    this.#shown = key;
    const inside = this.help.contains(this.node.getRootNode().activeElement);
    this.node.className = pinned ? 'care pinned' : 'care';
    this.title.textContent = pinned ? this.words.care : this.words.care_row;
    this.note.textContent = this.offline;
    const rows = lines.length
      ? serverHelp(lines, this.words) : localHelp(this.book.value, code, this.words);
    this.help.replaceChildren(...rows.filter(Boolean));
    if (inside) this.title.focus();
  }

  #drawPicker() {
    const { words } = this;
    this.select = el('select', { id: 'country', onchange: () => this.#choose(this.select.value) });
    this.box = el('p', { className: 'country', hidden: true },
      el('label', { htmlFor: 'country' }, words.country), this.select);
    this.opener = button(words.other_country, () => this.#openPicker(), 'link');
    this.opener.setAttribute('aria-expanded', 'false');
  }

  #fillPicker() {
    if (this.select.options.length || !this.book.value) return;
    const choice = (value, label) => el('option', { value }, label);
    this.select.append(choice('', this.words.choose),
      ...this.book.value.countries.map((one) => choice(one.code, one.name)),
      choice(ELSEWHERE, this.words.elsewhere));
  }

  #openPicker() {
    this.box.hidden = !this.box.hidden;
    this.opener.setAttribute('aria-expanded', String(!this.box.hidden));
    if (!this.box.hidden) this.select.focus();
  }

  /** Shown at once; told to the server when the arrow keys have come to rest. */
  #choose(code) {
    clearTimeout(this.#clock);
    if (!code) return;
    this.#country = code;
    this.draw();
    this.#clock = setTimeout(() => this.chat.move(code), SETTLED);
  }
}
