/** Sends what the person wrote in order, again and again until the gateway has it. */

import { Refusal } from './api.js';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
const HEAD_START = 400;

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
    const wait = Math.min(FIRST_WAIT * 2 ** this.#failures++, LONGEST_WAIT);
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
