// HTTP calls to the gateway, each with a deadline; errors keep the gateway's own words.

import type { ChatMessage, ChatSession, ChatSettings, ErrorAnswer, UrgentReply } from './contract';
import type { Draft } from './kept';

export class GatewayError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: string,
    readonly reply: UrgentReply | null,
    /** Seconds to wait before trying again, when the gateway said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }

  /** Sending the same thing again can't help: the gateway refused this content. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && ![401, 408, 425, 429].includes(this.status);
  }
}

/** The network or the gateway didn't answer in time. */
export class Unreachable extends Error {}

export class Gateway {
  constructor(
    private readonly fetcher: typeof fetch = (...args) => fetch(...args),
    private readonly deadlineMs = 10_000,
  ) {}

  openSession(): Promise<ChatSession> {
    return this.call('POST', '/api/chat/sessions', null, {});
  }

  renewSession(token: string): Promise<ChatSession> {
    return this.call('POST', '/api/chat/sessions/renew', token, {});
  }

  /** Ends the conversation for good, in every window. */
  endSession(token: string): Promise<void> {
    return this.call('DELETE', '/api/chat/sessions', token);
  }

  settings(): Promise<ChatSettings> {
    return this.call('GET', '/api/chat/settings', null);
  }

  async send(token: string, draft: Draft): Promise<number> {
    const body =
      draft.payload === null
        ? { client_msg_id: draft.client_msg_id, text: draft.text }
        : { client_msg_id: draft.client_msg_id, payload: draft.payload };
    const { seq } = await this.call<{ seq: number }>('POST', '/api/chat/messages', token, body);
    return seq;
  }

  /**
   * Messages with a number above `after`; with `wait` the gateway holds the answer up to so many
   * seconds until there is one.
   */
  async messages(token: string, after: number, wait = 0, signal?: AbortSignal): Promise<ChatMessage[]> {
    const path = `/api/chat/messages?after=${after}${wait > 0 ? `&wait=${wait}` : ''}`;
    const answer = await this.call<{ messages: ChatMessage[] }>('GET', path, token, undefined, {
      deadlineMs: this.deadlineMs + wait * 1000,
      signal,
    });
    return answer.messages;
  }

  private async call<T>(
    method: string,
    path: string,
    token: string | null,
    body?: unknown,
    options: { deadlineMs?: number; signal?: AbortSignal | undefined } = {},
  ): Promise<T> {
    const ended = new AbortController();
    const timer = setTimeout(() => ended.abort(), options.deadlineMs ?? this.deadlineMs);
    options.signal?.addEventListener('abort', () => ended.abort());
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (token !== null) headers.Authorization = `Bearer ${token}`;
    try {
      const response = await this.fetcher(path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: ended.signal,
        cache: 'no-store',
        credentials: 'omit',
      });
      if (!response.ok) throw await refusal(response);
      return (response.status === 204 ? undefined : await response.json()) as T;
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      throw new Unreachable(String(error));
    } finally {
      clearTimeout(timer);
    }
  }
}

async function refusal(response: Response): Promise<GatewayError> {
  let answer: Partial<ErrorAnswer> = {};
  try {
    answer = (await response.json()) as Partial<ErrorAnswer>;
  } catch {
    // A proxy's page instead of our JSON: the status alone has to do.
  }
  const words = [answer.message, answer.hint].filter((part) => typeof part === 'string' && part !== '');
  const wait = Number(response.headers.get('Retry-After'));
  return new GatewayError(
    response.status,
    words.join('') || '服务暂时没有响应，请稍后再试。',
    answer.code ?? 'unknown',
    answer.reply ?? null,
    Number.isFinite(wait) && wait > 0 ? wait : null,
  );
}
