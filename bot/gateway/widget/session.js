/** How words reach the gateway: the conversation, the way to it, and the outbox. */

import { Listener, Refusal } from './api.js';

const PATIENCE = 3000;
const FIRST_PROBE = 2000;
const LONGEST_PROBE = 20000;
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 15000;
const HEAD_START = 400;

/** The conversation on the server: taken up or made when needed, made anew when it has ended. */
export class Session {
  #begun;

  /** `chat` is told the news: started, resumed, ended, heard, catchUp. */
  constructor(api, connection, options, chat) {
    this.api = api;
    this.connection = connection;
    this.options = options;
    this.chat = chat;
    this.listener = new Listener(api, chat);
  }

  async begin() {
    const begun = this.#begun ??= this.connection.watch(() => this.#startOrResume());
    try {
      await begun;
    } catch (error) {
      if (this.#begun === begun) this.#begun = undefined;
      throw error;
    }
    this.listener.start();
  }

  async #startOrResume() {
    const known = this.api.chat && await this.api.state().catch((error) => {
      if (!error.unknownChat) throw error;
      this.api.remember(null);
    });
    if (known) return this.chat.resumed(known);
    const { locale, country } = this.options;
    return this.chat.started(await this.api.create({ locale, country }));
  }

  async request(what, body) {
    try {
      await this.begin();
      return await this.connection.watch(() => this.api.post(what, body));
    } catch (error) {
      if (error.unknownChat && this.api.chat) {
        this.end();
        this.chat.ended();
      }
      throw error;
    }
  }

  /** Erases it on the server. One that is no longer there is erased already. */
  async forget(keepalive) {
    if (!this.api.chat) return;
    await this.api.forget(keepalive).catch((error) => {
      if (!error.unknownChat) throw error;
    });
  }

  end() {
    this.listener.stop();
    this.api.remember(null);
    this.#begun = undefined;
  }
}

/** Knows whether the gateway can be reached, and asks lightly while it cannot. */
export class Connection {
  lost = false;
  #running = 0;
  #probe;

  constructor(api, changed) {
    this.api = api;
    this.changed = changed;
    addEventListener('online', () => this.#ask());
  }

  /** Runs a request. No answer within three seconds, or none at all, means the way is lost. */
  async watch(work) {
    const clock = setTimeout(() => this.#set(true), PATIENCE);
    this.#running += 1;
    try {
      const answer = await work();
      this.#set(false);
      return answer;
    } catch (error) {
      this.#set(!(error instanceof Refusal));
      throw error;
    } finally {
      this.#running -= 1;
      clearTimeout(clock);
    }
  }

  #set(lost) {
    if (lost === this.lost) return;
    this.lost = lost;
    clearTimeout(this.#probe);
    if (lost) this.#askIn(FIRST_PROBE);
    this.changed(lost);
  }

  #askIn(wait) {
    clearTimeout(this.#probe);
    this.#probe = setTimeout(() => this.#ask(wait), wait);
  }

  /** A request still on its way says more than the health page: that one is not asked then. */
  async #ask(wait = FIRST_PROBE) {
    if (!this.lost) return;
    const alive = !this.#running && !document.hidden && await this.api.alive().catch(() => false);
    if (!this.lost) return;
    if (alive && !this.#running) this.#set(false);
    else this.#askIn(Math.min(wait * 1.5, LONGEST_PROBE));
  }
}

/** Sends what the person wrote in order, again and again until the gateway has it. */
export class Outbox {
  #items = [];
  #failures = 0;
  #notBefore = 0;
  #refused = false;
  #timer;

  /**
   * `deliver(item)` sends one item; it must be safe to repeat.
   * `tell(item, 'sent' | 'waiting' | 'refused', error)` reports what became of an item.
   */
  constructor(deliver, tell) {
    this.deliver = deliver;
    this.tell = tell;
  }

  get empty() {
    return this.#items.length === 0;
  }

  flying(test) {
    return this.#items.find((item) => item.flying && test(item));
  }

  /** Earlier words that were refused for a while hold up no new ones: these may be a cry for help. */
  add(item) {
    this.#items.push(item);
    if (this.#refused) this.#send(item);
    else this.#run();
  }

  sendNow() {
    this.#notBefore = 0;
    this.#run();
  }

  clear() {
    clearTimeout(this.#timer);
    this.#items = [];
    this.#failures = 0;
    this.#notBefore = 0;
  }

  #run() {
    if (Date.now() < this.#notBefore) return this.#items.forEach((item) => this.#wait(item));
    clearTimeout(this.#timer);
    for (const item of this.#items) {
      if (!item.flying) this.#send(item);
      if (!item.ahead && !item.free) return undefined;
    }
    return undefined;
  }

  /**
   * The next one follows when this one had time to arrive: its answer may be slow, and the next
   * one may be a cry for help. A `free` item holds nothing up at all.
   */
  async #send(item) {
    item.flying = true;
    const clock = setTimeout(() => {
      item.ahead = true;
      this.#run();
    }, HEAD_START);
    try {
      await this.deliver(item);
      this.#remove(item);
      this.#failures = 0;
      this.#refused = false;
      this.tell(item, 'sent');
    } catch (error) {
      item.flying = false;
      item.ahead = false;
      if (!this.#items.includes(item)) return;
      if (error instanceof Refusal && !error.mayPass && !error.unknownChat) {
        this.#remove(item);
        this.tell(item, 'refused', error);
      } else {
        this.#later(error);
        this.#items.forEach((one) => this.#wait(one, one === item ? error : undefined));
        return;
      }
    } finally {
      clearTimeout(clock);
    }
    this.#run();
  }

  #wait(item, error) {
    if (!item.flying) this.tell(item, 'waiting', error);
  }

  #later(error) {
    const wait = Math.min(FIRST_RETRY * 2 ** this.#failures++, LONGEST_RETRY);
    this.#refused = error instanceof Refusal;
    const asked = (error.retryAfter ?? 0) * 1000;
    this.#notBefore = Date.now() + Math.max(wait, asked);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.sendNow(), this.#notBefore - Date.now());
  }

  #remove(item) {
    this.#items = this.#items.filter((one) => one !== item);
  }
}
