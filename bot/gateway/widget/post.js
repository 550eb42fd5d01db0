/** What the person sends: repeated until the gateway has it. */

import { Refusal } from './api.js';
import { button } from './parts.js';

const FIRST_RETRY = 1000;
const LONGEST_RETRY = 15000;
const HEAD_START = 400;

/** Words go in order; errands wait for nothing and hold nothing up. */
export class Post {
  #outbox = new Outbox((item) => this.#deliver(item), (...told) => this.#tell(...told));
  #errands = new Outbox((item) => item.run(), (item, what, error) => this.chat.warned(error));

  constructor(words, log, session, chat) {
    Object.assign(this, { words, log, session, chat });
  }

  get empty() {
    return this.#outbox.empty;
  }

  get answering() {
    return Boolean(this.#outbox.flying(() => true));
  }

  send(content, shown) {
    this.#outbox.add({ body: identified(content), own: this.log.showOwn(shown) });
  }

  errand(what, body, done = () => {}) {
    const same = identified(body);
    const run = async () => {
      this.chat.take(await this.session.request(what, same));
      done();
    };
    this.#errands.add({ run, free: true });
  }

  echo(message) {
    const item = this.#outbox.flying(({ own }) => !own.id && own.text === message.text);
    if (item) this.log.bind(item.own, message);
  }

  sendNow() {
    this.#outbox.sendNow();
    this.#errands.sendNow();
  }

  clear() {
    this.#outbox.clear();
    this.#errands.clear();
  }

  async #deliver({ body, own }) {
    const answer = await this.session.request('messages', body);
    if (answer.erased) this.chat.empty();
    const mine = answer.messages.find((message) => message.from === 'person');
    if (mine) this.log.bind(own, mine);
    this.chat.take(answer);
    if (answer.erased) this.log.seal();
  }

  #tell({ own }, what, error) {
    this.chat.warned(error);
    const detail = error?.detail ?? '';
    if (what === 'refused') {
      this.log.mark(own, `${this.words.refused} ${detail}`);
      this.log.say(`${this.words.refused} ${detail}`);
    } else if (what === 'waiting' && !own.id) {
      this.log.mark(own, `${detail} ${this.words.waiting}`,
        button(this.words.send_now, () => this.#outbox.sendNow(), 'link'));
    }
  }
}

/** Insecure pages have no randomUUID. */
function identified(body) {
  return { ...body, client_message_id: crypto.getRandomValues(new Uint32Array(4)).join('-') };
}

/** Delivers in order; tells 'sent', 'waiting' or 'refused' of each item. */
class Outbox {
  #items = [];
  #failures = 0;
  #notBefore = 0;
  #refused = false;
  #timer;

  constructor(deliver, tell) {
    Object.assign(this, { deliver, tell });
  }

  get empty() {
    return !this.#items.length;
  }

  flying(test) {
    return this.#items.find((item) => item.flying && test(item));
  }

  /** Refused words hold up no new ones: these may be a cry for help. */
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
    this.#failures = this.#notBefore = 0;
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

  /** The next one follows when this one had time to arrive. */
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
      item.flying = item.ahead = false;
      if (!this.#items.includes(item)) return;
      if (!(error instanceof Refusal) || error.mayPass || error.unknownChat) {
        this.#later(error);
        this.#items.forEach((one) => this.#wait(one, one === item ? error : undefined));
        return;
      }
      this.#remove(item);
      this.tell(item, 'refused', error);
    } finally {
      clearTimeout(clock);
    }
    this.#run();
  }

  #wait(item, error) {
    if (!item.flying) this.tell(item, 'waiting', error);
  }

  #later(error) {
    const wait = Math.max((error.retryAfter ?? 0) * 1000,
      Math.min(FIRST_RETRY * 2 ** this.#failures++, LONGEST_RETRY));
    this.#refused = error instanceof Refusal;
    this.#notBefore = Date.now() + wait;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.sendNow(), wait);
  }

  #remove(item) {
    this.#items = this.#items.filter((one) => one !== item);
  }
}
