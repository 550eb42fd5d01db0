/** The conversation on the server: taken up or made when needed, made anew when it has ended. */

import { Listener, Refusal } from './api.js';

const PATIENCE = 3000;
const FIRST_PROBE = 2000;
const LONGEST_PROBE = 20000;

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
