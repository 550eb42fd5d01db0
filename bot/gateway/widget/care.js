/** The people to call, by the server or, while it is away, by this page. */

import { button, el, ELSEWHERE, localHelp, serverHelp } from './parts.js';

const SETTLED = 700;
const NOTHING = { pinned: false, lines: [] };

export class Care {
  #server = NOTHING;
  #shown;
  #country;
  #clock;
  offline = '';
  called = false;

  constructor(words, book, home, chat) {
    Object.assign(this, { words, book, home, chat });
    this.title = el('h3', { tabIndex: -1 });
    this.note = el('p', { className: 'offline' });
    this.help = el('div');
    this.written = el('p', { className: 'written' });
    this.node = el('section', { className: 'care', hidden: true, 'aria-label': words.care },
      el('div', { className: 'top' }, this.title,
        button(words.plan, (event) => chat.plan(event), 'link'), this.#picker()),
      this.note, this.help);
  }

  /** The server's `care` wins over what this page chose. */
  take(care) {
    if (!care) return;
    this.#server = care;
    if (care.pinned) this.called = false;
    this.draw();
  }

  call() {
    this.called = !this.#server.pinned;
    this.draw();
    this.title.focus();
    this.node.scrollTop = 0;
  }

  settle(code) {
    if (code === this.#country) this.#country = undefined;
    this.home = code;
    this.draw();
  }

  reset() {
    this.called = false;
    this.take(NOTHING);
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
    const { words, book, help } = this;
    const code = this.#country ?? this.#server.lines[0]?.country ?? this.home
      ?? book.value?.default;
    const key = JSON.stringify([pinned, lines, code, this.offline, Boolean(book.value)]);
    if (key === this.#shown) return;
    this.#shown = key;
    const inside = help.contains(this.node.getRootNode().activeElement);
    this.node.className = pinned ? 'care pinned' : 'care row';
    this.title.textContent = pinned ? words.care : words.care_row;
    this.note.textContent = this.offline;
    const rows = lines.length ? serverHelp(lines, words) : localHelp(book.value, code, words);
    help.replaceChildren(...rows.filter(Boolean));
    this.written.textContent = [...help.querySelectorAll('div > ul > li')]
      .map((line) => [...line.querySelectorAll('strong, span, a')]
        .map((part) => part.textContent).filter(Boolean).join(' · ')).join('\n');
    if (inside) this.title.focus();
  }

  #picker() {
    const { words } = this;
    this.select = el('select', { id: 'country', onchange: () => this.#choose(this.select.value) });
    return el('details', {}, el('summary', { className: 'link' }, words.other_country),
      el('label', { htmlFor: 'country' }, words.country), ' ', this.select);
  }

  #fillPicker() {
    const { words, book, select } = this;
    if (select.options.length || !book.value) return;
    const choice = (value, label) => el('option', { value }, label);
    select.append(choice('', words.choose),
      ...book.value.countries.map((one) => choice(one.code, one.name)),
      choice(ELSEWHERE, words.elsewhere));
  }

  /** The server is told when the arrow keys have come to rest. */
  #choose(code) {
    clearTimeout(this.#clock);
    if (!code) return;
    this.#country = code;
    this.draw();
    this.#clock = setTimeout(() => this.chat.move(code), SETTLED);
  }
}
