/** Talks to the gateway; the token travels in a header and lives in this tab's storage only. */

const STORE = 'afterword.chat';
const LONGEST_WAIT = 25000;
const LONGEST_PAUSE = 20000;
const HIDDEN_FOR = 5 * 60 * 1000;

/** The gateway said no. `detail` is for people, `care` may hold crisis lines. */
export class Refusal extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail);
    this.status = status;
    this.detail = problem.detail;
    this.care = problem.care;
    this.retryAfter = Number(retryAfter) || 0;
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
    this.root = new URL('../api/', script);
    this.health = new URL('../healthz', script);
    this.chat = recall();
  }

  async create(values) {
    const answer = await this.#ask('POST', 'conversations', values);
    this.remember({ id: answer.conversation_id, token: answer.token, open: true });
    return answer;
  }

  state() {
    return this.#ask('GET', this.#path());
  }

  post(what, body) {
    return this.#ask('POST', this.#path(what), body);
  }

  messagesAfter(id) {
    return this.#ask('GET', this.#path(`messages?after=${id}`));
  }

  /** `keepalive` lets it finish after the page has gone. */
  forget(keepalive = false) {
    return this.#ask('DELETE', this.#path(), undefined, keepalive);
  }

  async alive() {
    const signal = AbortSignal.timeout(3000);
    return (await fetch(this.health, { signal, cache: 'no-store' })).ok;
  }

  /** Yields `{event, data}` of the event stream until it ends. */
  async *events(signal) {
    const headers = { ...this.#headers(), Accept: 'text/event-stream' };
    const url = new URL(this.#path('events'), this.root);
    const answer = await fetch(url, { headers, signal, cache: 'no-store' });
    if (!answer.ok) throw await refusal(answer);
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
    try {
      if (this.chat) sessionStorage.setItem(STORE, JSON.stringify(this.chat));
      else sessionStorage.removeItem(STORE);
    } catch {
      // A browser without storage still has the chat until the page is left.
    }
  }

  #path(rest = '') {
    return `conversations/${this.chat.id}${rest && `/${rest}`}`;
  }

  #headers() {
    return this.chat ? { Authorization: `Bearer ${this.chat.token}` } : {};
  }

  async #ask(method, path, body, keepalive = false) {
    const headers = this.#headers();
    if (body) headers['Content-Type'] = 'application/json';
    const answer = await fetch(new URL(path, this.root), {
      method, headers, keepalive, cache: 'no-store', credentials: 'omit',
      body: body && JSON.stringify(body), signal: AbortSignal.timeout(LONGEST_WAIT),
    });
    if (!answer.ok) throw await refusal(answer);
    return answer.status === 204 ? {} : answer.json();
  }
}

export function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE));
  } catch {
    return null;
  }
}

/** A proxy's error page is no word of the gateway: it counts as not reached. */
async function refusal(answer) {
  const type = answer.headers.get('Content-Type') ?? '';
  if (!type.includes('json')) {
    if (answer.status >= 500) return new Error(`not reached: ${answer.status}`);
    return new Refusal(answer.status, {});
  }
  return new Refusal(answer.status, await answer.json(), answer.headers.get('Retry-After'));
}

function parseEvent(block) {
  const found = { event: 'message', data: '' };
  for (const line of block.split('\n')) {
    const [, name, value] = line.match(/^(event|data): ?(.*)$/) ?? [];
    if (name === 'event') found.event = value;
    if (name === 'data') found.data += value;
  }
  return found;
}

/** Keeps the event stream open while the chat is in use. */
export class Listener {
  #stop;
  #hidden;
  #resting = false;

  /** `chat` hears the events, and catches up when the stream comes back. */
  constructor(api, chat) {
    this.api = api;
    this.chat = chat;
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
