/** Talks to the gateway; the token stays in this tab. */

import { attempt } from './parts.js';

const STORE = 'afterword.chat';
const LONGEST_WAIT = 25000;

/** The gateway said no. `detail` is for people, `care` may hold crisis lines. */
export class Refusal extends Error {
  constructor(status, { detail, care }, retryAfter) {
    super(detail);
    Object.assign(this, { status, detail, care, retryAfter: Number(retryAfter) || 0 });
  }

  get mayPass() {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }

  get unknownChat() {
    return this.status === 401 || this.status === 404;
  }
}

export class Api {
  constructor(script) {
    this.root = new URL('../api/conversations', script);
    this.health = new URL('../healthz', script);
    this.chat = recall();
  }

  async create(values) {
    const answer = await this.#ask('POST', '', values);
    this.remember({ id: answer.conversation_id, token: answer.token, open: true });
    return answer;
  }

  /** About this chat. `keepalive` lets it finish after the page has gone. */
  ask(method, what = '', body, keepalive = false) {
    return this.#ask(method, this.#path(what), body, keepalive);
  }

  async alive() {
    const signal = AbortSignal.timeout(3000);
    return (await fetch(this.health, { signal, cache: 'no-store' })).ok;
  }

  async *events(signal) {
    const answer = await this.#fetch(this.#path('events'), { signal });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ''; ;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).replaceAll('\r\n', '\n').split('\n\n');
      rest = blocks.pop();
      yield* blocks.map(parseEvent).filter((one) => one.data);
    }
  }

  remember(chat) {
    this.chat = chat && { ...this.chat, ...chat };
    attempt(() => (this.chat
      ? sessionStorage.setItem(STORE, JSON.stringify(this.chat)) : sessionStorage.removeItem(STORE)));
  }

  #path(what) {
    return `/${this.chat.id}${what && `/${what}`}`;
  }

  async #ask(method, path, body, keepalive) {
    const answer = await this.#fetch(path, {
      method, keepalive, body: body && JSON.stringify(body), signal: AbortSignal.timeout(LONGEST_WAIT),
    });
    return answer.status === 204 ? {} : answer.json();
  }

  async #fetch(path, options) {
    const headers = {};
    if (this.chat) headers.Authorization = `Bearer ${this.chat.token}`;
    if (options.body) headers['Content-Type'] = 'application/json';
    const answer = await fetch(this.root + path, {
      ...options, headers, cache: 'no-store', credentials: 'omit',
    });
    if (!answer.ok) throw await refusal(answer);
    return answer;
  }
}

export function recall() {
  return attempt(() => JSON.parse(sessionStorage.getItem(STORE)));
}

/** A proxy's error page is no word of the gateway: it counts as not reached. */
async function refusal(answer) {
  const { status, headers } = answer;
  if (headers.get('Content-Type')?.includes('json')) {
    return new Refusal(status, await answer.json(), headers.get('Retry-After'));
  }
  return status >= 500 ? new Error(`not reached: ${status}`) : new Refusal(status, {});
}

function parseEvent(block) {
  const field = (name) => block.match(new RegExp(`^${name}: ?(.*)$`, 'm'))?.[1];
  return { event: field('event'), data: field('data') };
}
