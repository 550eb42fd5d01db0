/**
 * Draws the button that opens the chat and loads the rest at the first click.
 *
 * <script type="module" src="https://GATEWAY/widget/afterword.js" data-locale="en"></script>
 * data-locale: a file of locale/; data-country: the country code to start with;
 * data-exit-url: where "Leave quickly" goes.
 */

import { button, el, icon, localHelp, read, readSheet } from './parts.js';

const PATIENCE = 3000;
const BOOK = 'afterword.lines';

const script = [...document.scripts].find((one) => one.src === import.meta.url);
const options = { locale: 'en', exitUrl: 'about:blank', ...script?.dataset };

/** The crisis lines live in memory and, for the next visit, in the browser's storage. */
const book = {
  value: null,
  async fetch() {
    try {
      this.value = await (await read(new URL('../api/lines', import.meta.url))).json();
      localStorage.setItem(BOOK, JSON.stringify(this.value));
    } catch {
      this.value ??= storedBook();
    }
    return this.value;
  },
  forget() {
    try {
      localStorage.removeItem(BOOK);
    } catch {
      // Where storage is blocked nothing was stored.
    }
  },
};

function storedBook() {
  try {
    return JSON.parse(localStorage.getItem(BOOK));
  } catch {
    return null;
  }
}

async function readWords(locale) {
  const file = (name) => read(new URL(`locale/${name}.json`, import.meta.url));
  return (await file(locale).catch(() => file('en'))).json();
}

async function drawLauncher() {
  const [words, sheet] = await Promise.all([
    readWords(options.locale), readSheet(new URL('launcher.css', import.meta.url))]);
  const host = el('aside', { lang: words.lang, dir: words.dir, 'aria-label': words.title });
  const root = host.attachShadow({ mode: 'open' });
  const launcher = button(words.launcher, () => openChat(context), 'launcher corner');
  launcher.prepend(icon('talk'));
  root.adoptedStyleSheets = [sheet];
  root.append(launcher);
  document.body.append(host);
  const context = { host, root, launcher, words, options, book, chat: null };
  (window.requestIdleCallback ?? setTimeout)(() => book.fetch());
  if (wasOpen()) openChat(context);
}

/** The same tab was reloaded, or moved to another page, with the chat open. */
function wasOpen() {
  try {
    return JSON.parse(sessionStorage.getItem('afterword.chat'))?.open === true;
  } catch {
    return false;
  }
}

async function openChat(context) {
  const clock = setTimeout(() => showCard(context), PATIENCE);
  try {
    context.chat ??= import('./chat.js').then((module) => module.startChat(context));
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
    context.card.remove();
    launcher.focus();
  };
  const known = book.value ?? storedBook();
  context.card = el('section', { className: 'fallback corner', tabIndex: -1, 'aria-label': words.care },
    el('h2', {}, words.care),
    el('p', {}, words.offline_start),
    ...localHelp(known, options.country ?? known?.default, words).filter(Boolean),
    button(words.try_again, () => openChat(context)),
    button(words.close, away));
  root.append(context.card);
  context.card.focus();
}

drawLauncher();
