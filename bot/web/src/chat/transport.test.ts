// The transport against a gateway of the test's own: what is lost or doubled shows here.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatMessage } from './contract';
import { speaksOfDanger } from './danger';
import { Gateway } from './gateway';
import { Kept, memoryStorage } from './kept';
import { Transport } from './transport';

class FakeSocket {
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason?: string }) => void) | null = null;

  constructor(private readonly server: FakeGateway) {}

  send(frame: string): void {
    this.sent.push(frame);
    const { token, after } = JSON.parse(frame) as { token?: string; after?: number };
    if (token === undefined) return;
    for (const message of this.server.messages.filter((one) => one.seq > (after ?? 0))) this.say(message);
    this.say({ event: 'ready', seq: this.server.messages.length });
  }

  close(code = 1000): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

/** Stores each client_msg_id once, as the real one does. */
class FakeGateway {
  messages: ChatMessage[] = [];
  sockets: FakeSocket[] = [];
  posts = 0;
  down = false;
  socketsWork = true;
  /** The answer to the next posts gets lost on the way back. */
  loseAnswers = 0;
  /** Nothing can be read. */
  deaf = false;
  refuse: { status: number; body: unknown; retryAfter?: string } | null = null;
  tokens = 0;
  conversation = 1;
  /** Tokens that ended their conversation. */
  ended: string[] = [];
  /** The conversation was ended elsewhere. */
  over: { reply?: unknown } | null = null;
  accepts = (_token: string): boolean => true;

  store(sender: ChatMessage['sender'], text: string, client_msg_id: string | null = null): ChatMessage {
    const message: ChatMessage = {
      seq: this.messages.length + 1,
      client_msg_id,
      sender,
      type: 'text',
      text,
      buttons: [],
      card: null,
      image_url: null,
      sent_at: '2026-11-22T10:00:00+08:00',
    };
    this.messages.push(message);
    return message;
  }

  fetch = async (path: string, init: RequestInit): Promise<Response> => {
    if (this.down) throw new TypeError('network');
    const answer = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
      new Response(JSON.stringify(body), { status, headers });
    const session = () => ({ conversation_id: `c${this.conversation}`, token: `t${++this.tokens}`, expires_at: new Date(Date.now() + 1_800_000).toISOString() });
    if (path === '/api/chat/sessions' && init.method === 'POST') return answer(session(), 201);
    const token = (init.headers as Record<string, string>).Authorization!.replace('Bearer ', '');
    if (path === '/api/chat/sessions/renew') return answer(session());
    if (init.method === 'DELETE') {
      this.ended.push(token);
      return new Response(null, { status: 204 });
    }
    if (this.over) return answer({ code: 'conversation_ended', message: '这次对话已经结束。', reply: this.over.reply }, 401);
    if (!this.accepts(token)) return answer({ code: 'token_expired', message: '会话凭证已过期。' }, 401);
    if (init.method === 'POST') {
      this.posts += 1;
      if (this.refuse) {
        const { status, body, retryAfter } = this.refuse;
        return answer(body, status, retryAfter ? { 'Retry-After': retryAfter } : {});
      }
      const { client_msg_id, text, payload } = JSON.parse(String(init.body)) as Record<string, string>;
      const known = this.messages.find((message) => message.client_msg_id === client_msg_id);
      const stored = known ?? this.store('customer', text ?? payload ?? '', client_msg_id);
      if (this.loseAnswers > 0) {
        this.loseAnswers -= 1;
        throw new TypeError('the answer got lost');
      }
      return answer({ seq: stored.seq }, 202);
    }
    if (this.deaf) throw new TypeError('the answer got lost');
    const url = new URL(path, 'http://x');
    const after = Number(url.searchParams.get('after'));
    if (url.searchParams.has('wait') && !this.messages.some((message) => message.seq > after)) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    return answer({ messages: this.messages.filter((message) => message.seq > after).slice(0, 200) });
  };

  socket = (): WebSocket => {
    const socket = new FakeSocket(this);
    this.sockets.push(socket);
    setTimeout(() => {
      if (this.down || !this.socketsWork) socket.close(1006);
      else socket.open();
    }, 1);
    return socket as unknown as WebSocket;
  };

  get line(): FakeSocket {
    return this.sockets[this.sockets.length - 1]!;
  }
}

let server: FakeGateway;
let storage: Storage;
const running: Transport[] = [];

function transport(): Transport {
  let count = 0;
  const made = new Transport({
    kept: new Kept(storage),
    gateway: new Gateway(server.fetch as typeof fetch),
    openSocket: server.socket,
    random: () => 0.5,
    newId: () => `id${running.length}-${++count}`,
  });
  running.push(made);
  made.start();
  return made;
}

const texts = (one: Transport) => one.snapshot().messages.map((message) => message.text);
const pass = (ms = 50) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeGateway();
  storage = memoryStorage();
});

afterEach(() => {
  for (const one of running.splice(0)) one.stop();
  vi.useRealTimers();
});

describe('sending', () => {
  it('shows an own message at once, then stored, and once when its echo comes', async () => {
    const chat = transport();
    await pass();
    chat.sendText('查电费');
    expect(chat.snapshot().outbox).toMatchObject([{ shown: '查电费', state: 'sending' }]);
    await pass();
    server.line.say(server.messages[0]);
    expect(chat.snapshot().outbox).toEqual([]);
    expect(texts(chat)).toEqual(['查电费']);
  });

  it('sends again under the same id when the answer got lost', async () => {
    const chat = transport();
    await pass();
    server.loseAnswers = 2;
    server.deaf = true;
    chat.sendText('查电费');
    await pass(20_000);
    expect(server.posts).toBe(3);
    expect(server.messages).toHaveLength(1);
    expect(texts(chat)).toEqual(['查电费']);
    expect(chat.snapshot().outbox).toEqual([]);
  });

  it('finds a message stored without its answer by looking, before it sends again', async () => {
    const chat = transport();
    await pass();
    server.loseAnswers = 1;
    chat.sendText('查电费');
    await pass(10_000);
    expect(server.posts).toBe(1);
    expect(texts(chat)).toEqual(['查电费']);
  });

  it('keeps what was written without network, over a reload, in order', async () => {
    const first = transport();
    await pass();
    server.down = true;
    server.line.close(1006);
    first.sendText('一');
    first.sendText('二');
    await pass(5_000);
    expect(first.snapshot().connection).toBe('offline');
    first.stop();

    server.down = false;
    const second = transport();
    await pass(500);
    expect(server.messages.map((message) => message.text)).toEqual(['一', '二']);
    expect(texts(second)).toEqual(['一', '二']);
    expect(new Kept(storage).outbox()).toEqual([]);
  });

  it('says why a message was refused and goes on with the next', async () => {
    const chat = transport();
    await pass();
    server.refuse = { status: 422, body: { code: 'payload_not_offered', message: '这个按钮不属于本次会话。', hint: '请直接打字。' } };
    chat.sendPayload('/x', '旧按钮');
    await pass();
    server.refuse = null;
    chat.sendText('打字');
    await pass();
    expect(chat.snapshot().outbox).toMatchObject([{ shown: '旧按钮', state: 'failed', error: '这个按钮不属于本次会话。请直接打字。' }]);
    expect(texts(chat)).toEqual(['打字']);
  });

  it('waits as long as the gateway asks, shows its urgent words, and stores on retry', async () => {
    const chat = transport();
    await pass();
    const reply = { sender: 'system', type: 'text', text: '请远离断线，拨打119。', buttons: [] };
    server.refuse = { status: 503, body: { code: 'storage_unavailable', message: '系统暂时不能保存消息。', reply }, retryAfter: '5' };
    chat.sendText('电线掉地上了');
    await pass(4_000);
    expect(server.posts).toBe(1);
    expect(chat.snapshot().urgent.map((one) => one.text)).toEqual(['请远离断线，拨打119。']);
    server.refuse = null;
    await pass(2_000);
    expect(texts(chat)).toEqual(['电线掉地上了']);
    expect(server.messages).toHaveLength(1);
  });

  it('gives up after a few tries, and the retry button sends the same id', async () => {
    const chat = transport();
    await pass();
    server.refuse = { status: 503, body: { code: 'storage_unavailable', message: '系统暂时不能保存消息。' } };
    const id = chat.sendText('你好');
    await pass(20_000);
    expect(chat.snapshot().outbox).toMatchObject([{ state: 'failed' }]);
    server.refuse = null;
    chat.retry(id);
    await pass();
    expect(server.messages.map((message) => message.client_msg_id)).toEqual([id]);
  });
});

describe('receiving', () => {
  it('takes up after a break without loss or double', async () => {
    const chat = transport();
    await pass();
    server.line.say(server.store('bot', '甲'));
    server.line.say(server.messages[0]);
    server.line.close(1006);
    server.store('bot', '乙');
    await pass(3_000);
    server.line.say(server.store('bot', '丙'));
    await pass(50);
    expect(texts(chat)).toEqual(['甲', '乙', '丙']);
    expect(chat.snapshot().connection).toBe('online');
  });

  it('does not skip an answer stored before its own message', async () => {
    const chat = transport();
    await pass();
    server.store('bot', '迟到的回答');
    chat.sendText('问');
    await pass();
    // acknowledged as number 2, while number 1 never came through this socket
    server.line.close(1006);
    await pass(3_000);
    expect(texts(chat)).toEqual(['迟到的回答', '问']);
  });

  it('fetches what is missing when a number was jumped over', async () => {
    const chat = transport();
    await pass();
    server.store('bot', '甲');
    server.line.say(server.store('bot', '乙'));
    await pass();
    expect(texts(chat)).toEqual(['甲', '乙']);
  });

  it('reads a long history page by page', async () => {
    for (let count = 0; count < 450; count += 1) server.store('bot', String(count));
    const chat = transport();
    await pass();
    expect(texts(chat)).toHaveLength(450);
    expect(chat.snapshot().loading).toBe(false);
  });

  it('polls where sockets are blocked', async () => {
    server.socketsWork = false;
    const chat = transport();
    await pass(5_000);
    expect(chat.snapshot().connection).toBe('polling');
    server.store('bot', '甲');
    await pass(2_500);
    expect(texts(chat)).toEqual(['甲']);
  });

  it('leaves a line that has gone silent', async () => {
    const chat = transport();
    await pass();
    const dead = server.line;
    await pass(60_000);
    expect(server.line).not.toBe(dead);
    expect(chat.snapshot().connection).toBe('online');
  });

  it('backs off while the gateway is down', async () => {
    server.down = true;
    const asked = vi.spyOn(server, 'fetch');
    const chat = new Transport({ kept: new Kept(storage), gateway: new Gateway(server.fetch as typeof fetch), openSocket: server.socket, random: () => 0.5 });
    running.push(chat);
    chat.start();
    await pass(60_000);
    expect(asked.mock.calls.length).toBeLessThan(12);
    expect(chat.snapshot().connection).toBe('offline');
  });
});

describe('session', () => {
  it('is kept over a reload, with its history', async () => {
    const first = transport();
    await pass();
    first.sendText('你好');
    await pass();
    first.stop();
    const second = transport();
    await pass();
    expect(server.tokens).toBe(1);
    expect(texts(second)).toEqual(['你好']);
  });

  it('renews a token that ended and sends what waited', async () => {
    const chat = transport();
    await pass();
    server.accepts = (token) => token !== 't1';
    chat.sendText('你好');
    await pass(2_000);
    expect(server.tokens).toBe(2);
    expect(texts(chat)).toEqual(['你好']);
  });

  it('renews before the token ends', async () => {
    transport();
    await pass();
    await pass(1_600_000);
    expect(server.tokens).toBeGreaterThan(1);
  });
});

describe('ending', () => {
  it('tells the gateway, forgets everything, and begins an empty conversation', async () => {
    const chat = transport();
    await pass();
    chat.sendText('查电费');
    await pass();
    const token = new Kept(storage).session()!.token;
    server.messages = [];
    server.conversation = 2;
    void chat.end();
    await pass();
    expect(server.ended).toEqual([token]);
    expect(texts(chat)).toEqual([]);
    expect(chat.snapshot().ended).toBe(false);
    expect(new Kept(storage).session()!.conversation_id).toBe('c2');
    expect(new Kept(storage).ending()).toEqual([]);
  });

  it('is told later when the gateway is away', async () => {
    const chat = transport();
    await pass();
    const token = new Kept(storage).session()!.token;
    server.down = true;
    void chat.end();
    await pass(1_000);
    expect(new Kept(storage).ending()).toEqual([token]);
    server.down = false;
    await pass(20_000);
    expect(server.ended).toEqual([token]);
    expect(new Kept(storage).ending()).toEqual([]);
  });

  it('elsewhere shows here, hides what was said, and keeps what is unsent for the next one', async () => {
    const chat = transport();
    await pass();
    server.store('bot', '您的电费是一百元。');
    server.over = {};
    chat.sendText('还有一句');
    await pass();
    expect(chat.snapshot()).toMatchObject({ ended: true, messages: [] });
    expect(chat.snapshot().outbox).toMatchObject([{ shown: '还有一句', state: 'sending' }]);
    await pass(60_000);
    expect(chat.snapshot().ended).toBe(true);
    server.over = null;
    server.messages = [];
    server.conversation = 2;
    void chat.begin();
    await pass(200);
    expect(texts(chat)).toEqual(['还有一句']);
    expect(chat.snapshot().ended).toBe(false);
  });

  it('goes on with the conversation that another window has begun', async () => {
    const chat = transport();
    await pass();
    server.line.onclose?.({ code: 4401, reason: 'conversation_ended' });
    expect(chat.snapshot().ended).toBe(true);
    const begun = { conversation_id: 'c7', token: 'other', expires_at: new Date(Date.now() + 1_800_000).toISOString() };
    new Kept(storage).keepSession(begun);
    void chat.begin();
    await pass(200);
    expect(new Kept(storage).session()).toEqual(begun);
    expect(chat.snapshot().connection).toBe('online');
  });

  it('lets a cry for help be heard in a window that has ended', async () => {
    const chat = transport();
    await pass();
    server.over = { reply: { sender: 'system', type: 'text', text: '请立即远离。', buttons: [] } };
    chat.sendText('电线着火了');
    await pass();
    expect(chat.snapshot().urgent).toMatchObject([{ text: '请立即远离。' }]);
  });
});

describe('danger', () => {
  it('is known to be stuck at once when there is no connection, and never given up', async () => {
    const chat = transport();
    await pass();
    server.refuse = { status: 503, body: { code: 'x', message: '不行。' } };
    chat.sendText('有人触电了');
    await pass();
    expect(chat.snapshot().outbox).toMatchObject([{ state: 'sending', stuck: true }]);
    await pass(120_000);
    expect(chat.snapshot().outbox).toMatchObject([{ state: 'sending', stuck: true }]);
    server.refuse = null;
    await pass(20_000);
    expect(texts(chat)).toEqual(['有人触电了']);
  });

  it('offline is stuck at once', async () => {
    const chat = transport();
    await pass();
    server.down = true;
    chat.wentOffline();
    chat.sendText('家里冒烟了');
    expect(chat.snapshot().outbox).toMatchObject([{ state: 'sending', stuck: true }]);
  });

  it('is told from the ordinary by a short list', () => {
    for (const text of ['有人触电了', '变压器着火', '家里冒烟', '电线掉地上了', '救 命', '孩子被电倒了']) expect(speaksOfDanger(text)).toBe(true);
    for (const text of ['查电费', '交电费', '电价多少', '线上交费', '怎么校表', null]) expect(speaksOfDanger(text)).toBe(false);
  });
});
