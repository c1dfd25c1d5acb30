// Keeps one conversation in step with the gateway: socket first, long poll when sockets fail,
// no message lost, none doubled.
//
// Two numbers must not be mixed: the gateway acknowledges an own message with its number, but only
// what came through the stream (socket or poll) moves the cursor. Otherwise an answer stored before
// the own message, and not yet received, would be skipped after a reconnect.

import { isChatMessage, isSocketEvent, type ChatMessage, type ChatSession, type SocketEvent, type UrgentReply } from './contract';
import {
  emptyConversation,
  withMessages,
  withOwn,
  type Connection,
  type Conversation,
  type OwnMessage,
} from './conversation';
import { speaksOfDanger } from './danger';
import { Gateway, GatewayError } from './gateway';
import type { Draft, Kept } from './kept';

export interface TransportParts {
  kept: Kept;
  gateway?: Gateway;
  openSocket?: (url: string) => WebSocket;
  socketUrl?: string;
  now?: () => number;
  random?: () => number;
  newId?: () => string;
  /** Tells the browser's other windows; null where it can't. */
  windows?: BroadcastChannel | null;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** After so many sockets in a row that never became usable, poll. */
const SOCKET_TRIES = 2;
const POLL_WAIT_S = 20;
/** The gateway gives at most so many messages at once. */
const PAGE = 200;
const OPEN_MS = 10_000;
/** The gateway sends something at least every 20 s; silence this long means a dead line. */
const HEARTBEAT_MS = 50_000;
/** The gateway's close code for a token that has ended. */
const TOKEN_ENDED = 4401;
/** While polling, a socket is tried again this often. */
const SOCKET_AGAIN_MS = 60_000;
/** Nothing heard so long after sending: ask whether something was missed. */
const SILENCE_MS = 8_000;
/** Typing dots without an end event go away. */
const TYPING_MS = 30_000;
const RENEW_BEFORE_MS = 5 * 60_000;
/** Lines of one answer arrive one by one; shown together they move the list once. */
const TOGETHER_MS = 30;
/** Danger that isn't stored after so long is answered by the widget itself. */
const STUCK_MS = 2_500;
const ENDED = 'conversation_ended';

export class Transport {
  private state: Conversation = emptyConversation;
  private readonly listeners = new Set<() => void>();
  private readonly gateway: Gateway;
  private readonly kept: Kept;
  private readonly openSocket: (url: string) => WebSocket;
  private readonly socketUrl: string;
  private readonly now: () => number;
  private readonly random: () => number;
  private readonly newId: () => string;
  private readonly windows: BroadcastChannel | null;

  private session: ChatSession | null = null;
  private cursor = 0;
  private socket: WebSocket | null = null;
  private polling: AbortController | null = null;
  private failures = 0;
  private socketFailures = 0;
  private stopped = true;
  private connecting = false;
  private inbound: ChatMessage[] = [];
  private tellingEndings = false;
  private readonly inFlight = new Set<string>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(parts: TransportParts) {
    this.kept = parts.kept;
    this.gateway = parts.gateway ?? new Gateway();
    this.openSocket = parts.openSocket ?? ((url) => new WebSocket(url));
    this.socketUrl = parts.socketUrl ?? '';
    this.now = parts.now ?? Date.now;
    this.random = parts.random ?? Math.random;
    this.newId = parts.newId ?? (() => crypto.randomUUID());
    this.windows = parts.windows ?? null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): Conversation => this.state;

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.session = this.kept.session();
    if (this.windows) this.windows.onmessage = (told) => this.toldByWindow(told.data);
    const waiting = this.kept.outbox().map((draft): OwnMessage => ({ ...draft, state: 'sending', error: null }));
    this.set({ outbox: waiting });
    void this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.hangUp();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.inbound = [];
    if (this.windows) this.windows.onmessage = null;
  }

  /** The browser says the network is back, or the page is looked at again: don't wait. */
  hurry(): void {
    if (this.stopped || this.state.ended || this.state.connection === 'online') return;
    this.failures = 0;
    this.socketFailures = 0;
    this.hangUp();
    void this.connect();
  }

  /** The browser says the network is gone. */
  wentOffline(): void {
    if (this.stopped) return;
    this.hangUp();
    this.set({ connection: 'offline', typing: false });
    this.stuck();
    if (!this.state.ended) this.later('connect', this.delay(), () => void this.connect());
  }

  /** Sends typed text. Returns the id under which it is sent, also when sent again. */
  sendText(text: string): string {
    return this.queue({ text, payload: null, shown: text });
  }

  /** Sends a button's payload; its title is what the customer said. */
  sendPayload(payload: string, title: string): string {
    return this.queue({ text: null, payload, shown: title });
  }

  retry(id: string): void {
    const own = this.state.outbox.find((other) => other.client_msg_id === id);
    if (!own || own.state !== 'failed') return;
    this.own({ ...own, state: 'sending', error: null });
    this.kept.keepDraft(draftOf(own));
    void this.flush();
  }

  discard(id: string): void {
    this.kept.dropDraft(id);
    this.set({ outbox: this.state.outbox.filter((own) => own.client_msg_id !== id) });
  }

  /** Tells the gateway, and so the customer's other windows, what was seen. */
  read(seq: number): void {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify({ event: 'read', seq }));
  }

  /** Ends this conversation in every window and begins an empty one. */
  async end(): Promise<void> {
    const ended = this.session;
    if (ended) {
      // Kept until the gateway knows it: a public computer may be offline just now.
      this.kept.keepEnding(ended.token);
      this.windows?.postMessage({ ended: ended.conversation_id });
    }
    this.kept.forgetSession();
    void this.tellEndings();
    await this.anew(null);
  }

  /** After the end: goes on with the conversation of another window, or begins an empty one. */
  async begin(): Promise<void> {
    const other = this.kept.session();
    const same = other === null || other.conversation_id === this.session?.conversation_id;
    if (same) this.kept.forgetSession(true);
    await this.anew(same ? null : other);
  }

  private async anew(session: ChatSession | null): Promise<void> {
    this.hangUp();
    for (const name of ['flush', 'renew', 'silence', 'typing', 'together']) this.cancel(name);
    this.inbound = [];
    this.session = session;
    this.cursor = 0;
    const unsent = this.kept.outbox().map((draft): OwnMessage => ({ ...draft, state: 'sending', error: null }));
    this.state = { ...emptyConversation, outbox: unsent };
    this.set({});
    // A connection that was being made for the old conversation lets go first.
    while (this.connecting && !this.stopped) await new Promise((done) => setTimeout(done, 20));
    await this.connect();
  }

  private toldByWindow(told: unknown): void {
    const { ended } = (told ?? {}) as { ended?: unknown };
    if (typeof ended === 'string' && ended === this.session?.conversation_id) this.hasEnded();
  }

  /** Nothing of an ended conversation stays in sight: somebody else may sit here next. */
  private hasEnded(): void {
    this.hangUp();
    for (const name of ['flush', 'renew', 'silence', 'typing', 'together']) this.cancel(name);
    this.inbound = [];
    const { outbox, urgent } = this.state;
    this.state = { ...emptyConversation, outbox, urgent, connection: this.state.connection, loading: false, ended: true };
    this.set({});
  }

  private async tellEndings(): Promise<void> {
    if (this.tellingEndings) return;
    this.tellingEndings = true;
    try {
      for (const token of this.kept.ending()) {
        await this.gateway.endSession(token).catch((error: unknown) => {
          // Refused means that it ended long ago.
          if (!(error instanceof GatewayError) || error.status !== 401) throw error;
        });
        this.kept.dropEnding(token);
      }
    } catch {
      // With the next connection.
    } finally {
      this.tellingEndings = false;
    }
  }

  private queue(said: Pick<Draft, 'text' | 'payload' | 'shown'>): string {
    const draft: Draft = { ...said, client_msg_id: this.newId(), created_at: this.now() };
    this.kept.keepDraft(draft);
    const offline = this.state.connection === 'offline';
    this.own({ ...draft, state: 'sending', error: null, ...(offline ? { stuck: true } : {}) });
    if (!offline && speaksOfDanger(draft.text)) this.later('stuck', STUCK_MS, () => this.stuck());
    void this.flush();
    return draft.client_msg_id;
  }

  /** What isn't stored by now doesn't go as it should. */
  private stuck(): void {
    if (this.state.outbox.some((own) => !own.stuck))
      this.set({ outbox: this.state.outbox.map((own) => ({ ...own, stuck: true })) });
  }

  /** Sends what waits, one after the other: the gateway works on them in the order they came. */
  private async flush(): Promise<void> {
    for (const own of this.state.outbox) {
      if (this.stopped || !this.session || this.state.ended) return;
      if (own.state !== 'sending') continue;
      if (this.inFlight.has(own.client_msg_id)) return;
      this.inFlight.add(own.client_msg_id);
      try {
        const seq = await this.gateway.send(this.session.token, draftOf(own));
        this.stored(own, seq);
      } catch (error) {
        if (!(await this.refused(own, error))) return;
      } finally {
        this.inFlight.delete(own.client_msg_id);
      }
      return this.flush();
    }
  }

  private stored(own: OwnMessage, seq: number): void {
    this.failures = 0;
    this.kept.dropDraft(own.client_msg_id);
    this.take([
      {
        seq,
        client_msg_id: own.client_msg_id,
        sender: 'customer',
        type: 'text',
        text: own.shown,
        buttons: null,
        card: null,
        image_url: null,
        sent_at: new Date(this.now()).toISOString(),
      },
    ]);
    this.later('silence', SILENCE_MS, () => void this.catchUp());
  }

  /** What to do with a message that wasn't taken. True: go on with the next. */
  private async refused(own: OwnMessage, error: unknown): Promise<boolean> {
    if (error instanceof GatewayError) {
      if (error.reply) this.urgent(error.reply);
      if (error.code === ENDED) {
        this.hasEnded();
        this.stuck();
        return false;
      }
      if (error.status === 401) {
        this.hangUp();
        this.later('connect', 0, () => void this.connect(true));
        return false;
      }
      if (error.final) {
        this.kept.dropDraft(own.client_msg_id);
        this.own({ ...own, state: 'failed', error: error.message });
        return true;
      }
      const wait = (error.retryAfter ?? 0) * 1000 || this.delay();
      this.failures += 1;
      this.stuck();
      // A cry for help is tried as long as the page is open.
      if (this.failures >= 3 && !speaksOfDanger(own.text)) this.own({ ...own, state: 'failed', error: error.message, stuck: true });
      else this.later('flush', wait, () => void this.flush());
      return false;
    }
    // Not answered: it may have been stored or not. The same id goes again; the gateway knows it.
    this.failures += 1;
    this.stuck();
    this.later('flush', this.delay(), () => void this.flush());
    if (this.state.connection === 'online') void this.catchUp();
    return false;
  }

  private urgent(reply: UrgentReply): void {
    if (this.state.urgent.some((other) => other.text === reply.text)) return;
    const at = this.now();
    this.set({ urgent: [...this.state.urgent, { ...reply, id: `urgent-${at}`, at }] });
  }

  private async connect(tokenRefused = false): Promise<void> {
    if (this.stopped || this.connecting || this.state.ended) return;
    this.connecting = true;
    if (this.state.connection !== 'offline') this.set({ connection: 'connecting' });
    try {
      const session = await this.validSession(tokenRefused);
      if (this.stopped) return;
      this.renewInTime(session);
      // The history comes over HTTP: it is the same answer with or without sockets.
      await this.readMissed();
      if (this.stopped) return;
      this.failures = 0;
      if (this.state.ended) return;
      this.set({ loading: false, error: null });
      void this.tellEndings();
      void this.flush();
      if (this.socketFailures < SOCKET_TRIES) this.listen(session);
      else this.poll(session);
    } catch (error) {
      this.connectFailed(error, tokenRefused);
    } finally {
      this.connecting = false;
    }
  }

  private connectFailed(error: unknown, tokenRefused: boolean): void {
    if (this.stopped || this.state.ended) return;
    if (error instanceof GatewayError && error.code === ENDED) {
      this.hasEnded();
      return;
    }
    this.failures += 1;
    if (error instanceof GatewayError && error.status === 401 && !tokenRefused) {
      this.later('connect', 0, () => void this.connect(true));
      return;
    }
    const words = error instanceof GatewayError ? error.message : null;
    this.set({ connection: 'offline', typing: false, error: words });
    this.stuck();
    const wait = error instanceof GatewayError && error.retryAfter ? error.retryAfter * 1000 : this.delay();
    this.later('connect', wait, () => void this.connect());
  }

  private async validSession(tokenRefused: boolean): Promise<ChatSession> {
    const current = this.session;
    if (current) {
      const left = Date.parse(current.expires_at) - this.now();
      if (!tokenRefused && left > RENEW_BEFORE_MS) return current;
      try {
        return this.keep(await this.gateway.renewSession(current.token));
      } catch (error) {
        if (error instanceof GatewayError && error.code === ENDED) throw error;
        if (!(error instanceof GatewayError) || ![401, 403, 404].includes(error.status)) throw error;
        this.cursor = 0;
        this.set({ messages: [], renewed: true });
      }
    }
    return this.keep(await this.gateway.openSession());
  }

  private keep(session: ChatSession): ChatSession {
    this.session = session;
    this.kept.keepSession(session);
    return session;
  }

  private renewInTime(session: ChatSession): void {
    const left = Date.parse(session.expires_at) - this.now();
    if (!Number.isFinite(left)) return;
    // setTimeout takes at most 2^31 ms
    const wait = Math.min(Math.max(left - RENEW_BEFORE_MS, 10_000), 2_000_000_000);
    this.later('renew', wait, () => {
      void this.gateway.renewSession(session.token).then(
        (renewed) => this.renewInTime(this.keep(renewed)),
        () => this.later('renew', 10_000, () => this.renewInTime(session)),
      );
    });
  }

  private listen(session: ChatSession): void {
    let socket: WebSocket;
    try {
      socket = this.openSocket(this.socketUrl);
    } catch {
      this.socketFailures = SOCKET_TRIES;
      this.poll(session);
      return;
    }
    this.socket = socket;
    // Open alone says little: proxies open sockets that carry nothing. `ready` or a message does.
    let useful = false;
    this.later('open', OPEN_MS, () => socket.close());
    socket.onopen = () => socket.send(JSON.stringify({ token: session.token, after: this.cursor }));
    socket.onmessage = (frame) => {
      if (this.socket !== socket) return;
      this.later('heartbeat', HEARTBEAT_MS, () => socket.close());
      if (!this.heard(frame.data) || useful) return;
      useful = true;
      this.cancel('open');
      this.socketFailures = 0;
      this.set({ connection: 'online' });
      void this.flush();
    };
    socket.onclose = (close) => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.cancel('open');
      this.cancel('heartbeat');
      if (this.stopped) return;
      if (close.reason === ENDED) {
        this.hasEnded();
        return;
      }
      if (!useful) this.socketFailures += 1;
      this.failures += 1;
      this.set({ connection: 'connecting', typing: false });
      const tokenRefused = close.code === TOKEN_ENDED;
      this.later('connect', tokenRefused ? 0 : this.delay(), () => void this.connect(tokenRefused));
    };
  }

  /** Takes a frame. Returns whether it shows that the socket works. */
  private heard(data: unknown): boolean {
    let frame: unknown;
    try {
      frame = JSON.parse(String(data));
    } catch {
      return false;
    }
    if (isSocketEvent(frame)) {
      this.event(frame);
      return frame.event !== 'error';
    }
    if (!isChatMessage(frame)) return false;
    this.inbound.push(frame);
    if (!this.timers.has('together')) this.later('together', TOGETHER_MS, () => this.takeInbound());
    return true;
  }

  /** The lines that came since the last look, in one go. */
  private takeInbound(): void {
    this.cancel('together');
    const lines = this.inbound;
    this.inbound = [];
    if (lines.length > 0) this.received(lines);
  }

  private event(event: SocketEvent): void {
    this.takeInbound();
    if (event.event === 'typing') {
      this.set({ typing: event.active });
      if (event.active) this.later('typing', TYPING_MS, () => this.set({ typing: false }));
      else this.cancel('typing');
    } else if (event.event === 'turn_done') {
      this.set({ typing: false });
    } else if (event.event === 'reply') {
      this.urgent(event.reply);
    } else if (event.event === 'handoff') {
      this.set({ handoff: event.state });
    } else if (event.event === 'read' && event.seq > this.kept.readUpTo()) {
      this.kept.keepReadUpTo(event.seq);
      this.set({});
    }
  }

  /** A message through the stream; a gap in the numbers is filled before the cursor passes it. */
  private received(messages: ChatMessage[]): void {
    this.cancel('silence');
    this.take(messages);
    const last = messages[messages.length - 1]?.seq ?? 0;
    const known = new Set(this.state.messages.map((message) => message.seq));
    let next = this.cursor + 1;
    while (known.has(next)) next += 1;
    if (next <= last) void this.catchUp();
    else this.moveCursor(messages);
  }

  private async catchUp(): Promise<void> {
    if (this.stopped || !this.session) return;
    try {
      await this.readMissed();
    } catch {
      // The next reconnect asks again from the same cursor.
      if (this.socket) this.socket.close();
    }
  }

  /** Everything behind the cursor, page by page. */
  private async readMissed(): Promise<void> {
    for (;;) {
      if (!this.session) return;
      const page = await this.gateway.messages(this.session.token, this.cursor);
      this.take(page);
      this.moveCursor(page);
      if (page.length < PAGE) return;
    }
  }

  private poll(session: ChatSession): void {
    const ended = new AbortController();
    this.polling = ended;
    this.set({ connection: 'polling' });
    this.later('socket-again', SOCKET_AGAIN_MS, () => {
      if (this.polling !== ended) return;
      this.hangUp();
      this.socketFailures = SOCKET_TRIES - 1;
      void this.connect();
    });
    const again = async (): Promise<void> => {
      while (!this.stopped && this.polling === ended) {
        const token = this.session?.token ?? session.token;
        const messages = await this.gateway.messages(token, this.cursor, POLL_WAIT_S, ended.signal);
        if (this.polling !== ended) return;
        this.failures = 0;
        if (messages.length > 0) this.set({ typing: false });
        this.take(messages);
        this.moveCursor(messages);
      }
    };
    again().catch((error: unknown) => {
      if (this.polling !== ended || this.stopped) return;
      this.polling = null;
      this.connectFailed(error, false);
    });
  }

  private hangUp(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.polling?.abort();
    this.polling = null;
    for (const name of ['connect', 'open', 'heartbeat', 'socket-again']) this.cancel(name);
  }

  private take(messages: ChatMessage[]): void {
    if (messages.length === 0) return;
    const next = withMessages(this.state, messages);
    for (const message of messages) {
      if (message.client_msg_id) this.kept.dropDraft(message.client_msg_id);
    }
    const last = messages[messages.length - 1];
    const answered = last !== undefined && last.sender !== 'customer';
    // The dots go in the same moment as the answer comes.
    this.state = answered ? { ...next, urgent: [], typing: false } : next;
    this.set({});
  }

  private moveCursor(messages: ChatMessage[]): void {
    for (const message of messages) this.cursor = Math.max(this.cursor, message.seq);
  }

  private own(own: OwnMessage): void {
    this.state = withOwn(this.state, own);
    this.set({});
  }

  private set(change: Partial<Conversation> & { connection?: Connection }): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  /** Exponential, with half of it random, so that a thousand widgets don't return at once. */
  private delay(): number {
    const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.failures, 6));
    return full / 2 + (full / 2) * this.random();
  }

  private later(name: string, ms: number, work: () => void): void {
    this.cancel(name);
    this.timers.set(
      name,
      setTimeout(() => {
        this.timers.delete(name);
        work();
      }, ms),
    );
  }

  private cancel(name: string): void {
    const timer = this.timers.get(name);
    if (timer !== undefined) clearTimeout(timer);
    this.timers.delete(name);
  }
}

function draftOf(own: OwnMessage): Draft {
  const { client_msg_id, text, payload, shown, created_at } = own;
  return { client_msg_id, text, payload, shown, created_at };
}
