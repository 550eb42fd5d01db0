/** One chat, joined from its parts. */

import { Api, recall } from './api.js';
import { Care } from './care.js';
import { Frame } from './frame.js';
import { Log } from './log.js';
import { ELSEWHERE } from './parts.js';
import { Post } from './post.js';
import { Connection, Session } from './session.js';

export class Chat {
  #consentAsked = false;

  constructor(context) {
    const { words, options, book, root } = context;
    Object.assign(this, { context, words });
    this.api = new Api(import.meta.url);
    this.connection = new Connection(this.api, (lost) => this.#reached(lost));
    this.session = new Session(this.api, this.connection, options, this);
    this.log = new Log(words, this);
    this.post = new Post(words, this.log, this.session, this);
    this.care = new Care(words, book, options.country, this);
    this.frame = new Frame(words, this.log, this.care, this);
    root.append(this.frame.dialog, this.frame.plan.sheet);
    addEventListener('pageshow', (event) => event.persisted && this.#sameChat());
  }

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

  say(text) {
    this.#send({ text }, text);
  }

  human() {
    this.say(this.words.human_text);
  }

  plan(event) {
    this.frame.plan.open(event.target);
  }

  choose({ id, title }, event) {
    this.#send({ button: id }, title);
    this.frame.goOn(event);
  }

  /** The lines come before any server hears of it. */
  sos() {
    this.frame.plan.hide();
    this.care.call();
    this.#draw();
    this.post.errand('sos');
  }

  move(country) {
    this.post.errand('country', { country }, () => country !== ELSEWHERE && this.care.settle(country));
  }

  report(message, kind, done) {
    this.#try(async () => {
      this.take(await this.session.request('problems', { message, kind }));
      done();
    });
  }

  consent(yes) {
    this.#consentAsked = false;
    this.#draw();
    this.#try(async () => {
      const answer = await this.session.request('consent', { consent: yes });
      this.take(answer, answer.consent);
    }, () => { this.#consentAsked = true; });
  }

  forget() {
    this.#try(async () => {
      await this.session.forget();
      this.empty();
      this.log.note(this.words.forgotten);
    });
  }

  /** Quick exit. */
  leave() {
    this.session.forget(true).catch(() => {});
    this.empty();
    this.context.host.remove();
    this.context.book.forget();
    location.replace(this.context.options.exitUrl);
  }

  resumed(state) {
    if (!state.messages.length) this.log.note(this.words.not_kept);
    this.take(state, state.consent);
  }

  ended() {
    this.log.seal();
    this.log.note(this.words.restarted);
  }

  heard(event, data) {
    if (event === 'care') return this.take({ care: data });
    if (data.from === 'person') this.post.echo(data);
    return this.take({ messages: [data] });
  }

  async catchUp() {
    if (this.log.last) this.take(await this.api.ask('GET', `messages?after=${this.log.last}`));
  }

  take({ messages = [], care }, consent) {
    if (consent) this.#consentAsked = consent === 'unasked';
    if (care) this.log.ask = care.ask;
    this.warned({ care });
    this.log.show(messages);
  }

  warned(error) {
    this.care.take(error?.care);
    this.#draw();
  }

  empty() {
    this.post.clear();
    this.session.end();
    this.log.clear();
    this.frame.plan.clear();
    this.care.reset();
    this.#consentAsked = false;
    this.#draw();
  }

  #begin() {
    this.session.begin().catch((error) => error.detail && this.#refused(error));
  }

  #send(content, shown) {
    this.post.send(content, shown);
    this.frame.complain();
    this.#draw();
  }

  #draw() {
    const { lost } = this.connection;
    const offline = this.post.empty ? 'offline_start' : 'offline';
    this.care.offline = lost ? this.words[offline] : '';
    this.care.draw();
    this.frame.asks.hidden = !this.#consentAsked || this.care.pinned;
    this.log.typing.hidden = lost || !this.post.answering;
  }

  #reached(lost) {
    this.#draw();
    if (lost) return this.log.say(this.care.offline);
    this.post.sendNow();
    return this.frame.isOpen && this.#begin();
  }

  async #try(work, undo = () => {}) {
    try {
      await work();
    } catch (error) {
      undo();
      this.#refused(error);
    }
  }

  #refused(error) {
    this.warned(error);
    this.frame.complain(error.detail || this.words.failed);
  }

  /** An old page was brought back: a chat forgotten since must not show. */
  #sameChat() {
    const kept = recall();
    if (kept?.id === this.api.chat?.id) return;
    this.empty();
    this.api.remember(kept);
  }
}
