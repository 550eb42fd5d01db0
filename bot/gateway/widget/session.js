/** The conversation on the server, its news, and the way there. */

import { Refusal } from './api.js';

const PATIENCE = 3000;
const FIRST_PROBE = 2000;
const LONGEST_PROBE = 20000;
const LONGEST_PAUSE = 20000;
const HIDDEN_FOR = 5 * 60 * 1000;

export class Session {
  #begun;

  constructor(api, connection, options, chat) {
    Object.assign(this, { api, connection, options, chat, listener: new Listener(api, chat) });
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
    const known = this.api.chat && await this.api.ask('GET').catch((error) => {
      if (!error.unknownChat) throw error;
      this.api.remember(null);
    });
    if (known) return this.chat.resumed(known);
    const { locale, country } = this.options;
    return this.chat.take(await this.api.create({ locale, country }), 'unasked');
  }

  async request(what, body) {
    try {
      await this.begin();
      return await this.connection.watch(() => this.api.ask('POST', what, body));
    } catch (error) {
      if (error.unknownChat && this.api.chat) {
        this.end();
        this.chat.ended();
      }
      throw error;
    }
  }

  async forget(keepalive) {
    if (!this.api.chat) return;
    await this.api.ask('DELETE', '', undefined, keepalive).catch((error) => {
      if (!error.unknownChat) throw error;
    });
  }

  end() {
    this.listener.stop();
    this.api.remember(null);
    this.#begun = undefined;
  }
}

export class Connection {
  lost = false;
  #running = 0;
  #probe;

  constructor(api, changed) {
    Object.assign(this, { api, changed });
    addEventListener('online', () => this.#ask());
  }

  /** No answer within three seconds, or none at all, means the way is lost. */
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
    if (lost) this.#askIn(FIRST_PROBE);
    this.changed(lost);
  }

  #askIn(wait) {
    clearTimeout(this.#probe);
    this.#probe = setTimeout(() => this.#ask(wait), wait);
  }

  async #ask(wait = FIRST_PROBE) {
    if (!this.lost) return;
    const alive = !this.#running && !document.hidden && await this.api.alive().catch(() => false);
    if (!this.lost) return;
    if (alive && !this.#running) this.#set(false);
    else this.#askIn(Math.min(wait * 1.5, LONGEST_PROBE));
  }
}

class Listener {
  #stop;
  #hidden;
  #resting = false;

  constructor(api, chat) {
    Object.assign(this, { api, chat });
    document.addEventListener('visibilitychange', () => this.#rest());
  }

  start() {
    if (this.#stop || !this.api.chat) return;
    this.#stop = new AbortController();
    this.#listen(this.#stop.signal);
  }

  stop() {
    this.#stop?.abort();
    this.#stop = undefined;
  }

  async #listen(signal) {
    for (let round = 0, wait = 1000; !signal.aborted; round += 1) {
      try {
        if (round) await this.chat.catchUp();
        for await (const { event, data } of this.api.events(signal)) {
          this.chat.heard(event, JSON.parse(data));
        }
        wait = 1000;
      } catch (error) {
        if (error.unknownChat) return this.stop();
      }
      await new Promise((resume) => setTimeout(resume, wait));
      wait = Math.min(wait * 2, LONGEST_PAUSE);
    }
    return undefined;
  }

  #rest() {
    clearTimeout(this.#hidden);
    if (document.hidden && this.#stop) {
      this.#hidden = setTimeout(() => {
        this.stop();
        this.#resting = true;
      }, HIDDEN_FOR);
    } else if (!document.hidden && this.#resting) {
      this.#resting = false;
      this.start();
      this.chat.catchUp().catch(() => {});
    }
  }
}
