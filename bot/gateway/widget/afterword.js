/**
 * The button that opens the chat, which is loaded at the first click. The script tag may have
 * data-locale, data-country (a code) and data-exit-url (where "Leave quickly" goes).
 */

import { attempt, button, el, icon, localHelp } from './parts.js';

const PATIENCE = 3000;
const BOOK = 'afterword.lines';

const script = [...document.scripts].find((one) => one.src === import.meta.url);
const options = { locale: 'en', exitUrl: 'about:blank', ...script?.dataset };
const stored = () => attempt(() => JSON.parse(localStorage.getItem(BOOK)));

/** The crisis lines, kept for the next visit. */
const book = {
  async fetch() {
    try {
      this.value = await (await file('../api/lines')).json();
      localStorage.setItem(BOOK, JSON.stringify(this.value));
    } catch {
      this.value ??= stored();
    }
  },
  forget: () => attempt(() => localStorage.removeItem(BOOK)),
};

async function file(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer;
}

async function drawLauncher() {
  const words = await (await file(`locale/${options.locale}.json`)
    .catch(() => file('locale/en.json'))).json();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await (await file('afterword.css')).text());
  const host = el('aside', { lang: words.lang, dir: words.dir, 'aria-label': words.title });
  const root = host.attachShadow({ mode: 'open' });
  const launcher = button(words.launcher, () => openChat(context), 'launcher corner');
  launcher.prepend(icon('talk'));
  root.adoptedStyleSheets = [sheet];
  root.append(launcher);
  document.body.append(host);
  const context = { host, root, launcher, words, options, book };
  (window.requestIdleCallback ?? setTimeout)(() => book.fetch());
  if (attempt(() => JSON.parse(sessionStorage.getItem('afterword.chat')).open)) openChat(context);
}

async function openChat(context) {
  const clock = setTimeout(() => showCard(context), PATIENCE);
  try {
    context.chat ??= import('./chat.js').then(({ Chat }) => new Chat(context));
    (await context.chat).open();
    context.card?.remove();
  } catch {
    context.chat = null;
    showCard(context);
  } finally {
    clearTimeout(clock);
  }
}

/** Stands in for the chat while it cannot be loaded. */
function showCard(context) {
  const { words, root, launcher } = context;
  context.card?.remove();
  const away = () => {
    card.remove();
    launcher.focus();
  };
  const known = book.value ?? stored();
  const card = el('section', { className: 'fallback corner', tabIndex: -1, 'aria-label': words.care },
    el('h2', {}, words.care),
    el('p', {}, words.offline_start),
    ...localHelp(known, options.country ?? known?.default, words),
    el('p', { className: 'ways' }, button(words.try_again, () => openChat(context)),
      button(words.close, away)));
  context.card = card;
  root.append(card);
  card.focus();
}

drawLauncher();
