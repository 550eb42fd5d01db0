/** One chat: joins the window, the messages, the crisis lines and the conversation. */

import { Api, recall } from './api.js';
import { Care } from './care.js';
import { Frame } from './frame.js';
import { Log } from './log.js';
import { button, ELSEWHERE, readSheet } from './parts.js';
import { Connection, Outbox, Session } from './session.js';

/** `context` comes from the loader. */
export async function startChat(context) {
  const sheet = await readSheet(new URL('chat.css', import.meta.url));
  context.root.adoptedStyleSheets = [...context.root.adoptedStyleSheets, sheet];
  return new Chat(context);
}

class Chat {
  #consentAsked = false;

  constructor(context) {
    const { words, options, book } = context;
    this.context = context;
    this.words = words;
    this.log = new Log(words, this);
    this.care = new Care(words, book, options.country, this);
    this.frame = new Frame(words, this.log, this.care, this);
    this.api = new Api(import.meta.url);
    this.connection = new Connection(this.api, (lost) => this.#reached(lost));
    this.session = new Session(this.api, this.connection, options, this);
    this.outbox = new Outbox((item) => this.#deliver(item), (...told) => this.#tell(...told));
    this.errands = new Outbox((item) => item.run(), (item, what, error) => this.care.take(error?.care));
    context.root.append(this.frame.dialog);
    addEventListener('pageshow', (event) => event.persisted && this.#sameChat());
  }

  /* What the person does */

  open() {
    const { launcher, book } = this.context;
    launcher.hidden = true;
    this.frame.open();
    if (this.api.chat) this.api.remember({ open: true });
    if (!book.value) book.fetch().then(() => this.care.draw());
    this.#begin();
  }

  closed() {
    const { launcher } = this.context;
    this.session.listener.stop();
    if (this.api.chat) this.api.remember({ open: false });
    launcher.hidden = false;
    launcher.focus();
  }

  /** `content` is `{text}`, or `{button, title}`. */
  send({ title, ...content }) {
    const body = { ...content, client_message_id: newId() };
    this.outbox.add({ body, own: this.log.showOwn(title ?? content.text) });
    this.frame.complain();
    this.#draw();
  }

  choose(choice, event) {
    this.send({ button: choice.id, title: choice.title });
    this.frame.goOn(event);
  }

  /** The lines are on the screen before any server hears of it. */
  sos() {
    this.care.call();
    this.#draw();
    const body = { client_message_id: newId() };
    this.#errand(async () => this.#take(await this.session.request('sos', body)));
  }

  move(code) {
    this.#errand(async () => {
      this.#take(await this.session.request('country', { country: code }));
      if (code !== ELSEWHERE) this.care.settle(code);
    });
  }

  consent(yes) {
    this.#consentAsked = false;
    this.#draw();
    this.#try(async () => {
      const answer = await this.session.request('consent', { consent: yes });
      this.#take(answer, answer.consent);
    }, () => { this.#consentAsked = true; });
  }

  forget() {
    this.#try(async () => {
      await this.session.forget();
      this.#empty();
      this.log.note(this.words.forgotten);
    });
  }

  /** Quick exit: nothing stays on the screen, in the storage or in the history of this tab. */
  leave() {
    this.session.forget(true).catch(() => {});
    this.#empty();
    this.context.host.remove();
    this.context.book.forget();
    location.replace(this.context.options.exitUrl);
  }

  /* What the conversation tells */

  started(answer) {
    this.#take(answer, 'unasked');
  }

  resumed(state) {
    if (!state.messages.length) this.log.note(this.words.not_kept);
    this.#take(state, state.consent);
  }

  ended() {
    this.log.seal();
    this.log.note(this.words.restarted);
  }

  heard(event, data) {
    if (event === 'care') return this.#take({ care: data });
    const item = data.from === 'person'
      && this.outbox.flying(({ own }) => !own.id && own.text === data.text);
    if (item) this.log.bind(item.own, data);
    return this.#take({ messages: [data] });
  }

  async catchUp() {
    if (this.log.last) this.#take(await this.api.messagesAfter(this.log.last));
  }

  /* Inside */

  #begin() {
    this.session.begin().catch((error) => error.detail && this.#refused(error));
  }

  #take({ messages, care }, consent) {
    if (consent) this.#consentAsked = consent === 'unasked';
    if (care) this.log.ask = care.ask;
    this.care.take(care);
    this.#draw();
    this.log.show(messages ?? []);
  }

  #draw() {
    const { lost } = this.connection;
    const offline = this.outbox.empty ? 'offline_start' : 'offline';
    this.care.offline = lost ? this.words[offline] : '';
    this.care.draw();
    this.frame.asks.hidden = !this.#consentAsked || this.care.pinned;
    this.log.typing.hidden = lost || !this.outbox.flying(() => true);
  }

  async #deliver(item) {
    const answer = await this.session.request('messages', item.body);
    if (answer.erased) this.#empty();
    const mine = answer.messages.find((message) => message.from === 'person');
    if (mine) this.log.bind(item.own, mine);
    this.#take(answer);
    if (answer.erased) this.log.seal();
  }

  #tell({ own }, what, error) {
    this.care.take(error?.care);
    this.#draw();
    const detail = error?.detail ?? '';
    if (what === 'refused') {
      this.log.mark(own, `${this.words.refused} ${detail}`);
      this.log.say(`${this.words.refused} ${detail}`);
    } else if (what === 'waiting' && !own.id) {
      this.log.mark(own, `${detail} ${this.words.waiting}`,
        button(this.words.send_now, () => this.outbox.sendNow(), 'link'));
    }
  }

  #reached(lost) {
    this.#draw();
    if (lost) return this.log.say(this.care.offline);
    this.outbox.sendNow();
    this.errands.sendNow();
    return this.frame.isOpen && this.#begin();
  }

  /** Goes on in the background until it is done, and waits for nothing. */
  #errand(run) {
    this.errands.add({ run, free: true });
  }

  async #try(work, undo = () => {}) {
    try {
      await work();
    } catch (error) {
      undo();
      this.#refused(error);
      this.#draw();
    }
  }

  #refused(error) {
    this.care.take(error.care);
    this.frame.complain(error.detail || this.words.failed);
  }

  #empty() {
    this.outbox.clear();
    this.errands.clear();
    this.session.end();
    this.log.clear();
    this.care.reset();
    this.#consentAsked = false;
    this.#draw();
  }

  /** The browser brought an old page back: a chat that was forgotten since must not show. */
  #sameChat() {
    const kept = recall();
    if (kept?.id === this.api.chat?.id) return;
    this.#empty();
    this.api.remember(kept);
  }
}

/** Pages without a secure address have no randomUUID; an object URL ends in one. */
function newId() {
  return crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36);
}
