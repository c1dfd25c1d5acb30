// The staff's API (bot/gateway/staff_api.py). The sign-in is a cookie that scripts can't read.

export interface SignedIn {
  name: string;
  role: string;
}

export type Priority = 'urgent' | 'high' | 'normal' | 'low';
export type RequestStatus = 'open' | 'done' | 'cancelled';

export interface RequestSummary {
  number: string;
  kind: string;
  title: string;
  priority: Priority;
  status: RequestStatus;
  summary: string;
  phone_masked: string | null;
  created_at: string;
  due_at: string;
  overdue: boolean;
  closed_at: string | null;
  closed_by: string | null;
}

export interface TranscriptLine {
  seq: number;
  sender: 'customer' | 'bot' | 'agent' | 'system';
  type: string;
  text: string;
  at: string;
}

export interface EngineState {
  intent?: string | null;
  confidence?: number | null;
  ranking?: { name: string; confidence: number }[];
  active_form?: string | null;
  requested_slot?: string | null;
  topic?: string | null;
}

/** How one line of the customer was understood. */
export interface Reading {
  seq: number;
  intent?: string | null;
  confidence?: number | null;
  reading?: unknown;
  why?: unknown;
}

export interface RequestDetail extends RequestSummary {
  details: Record<string, unknown>;
  /** What was said after the request had been opened. */
  followed: TranscriptLine[];
  readings: Reading[];
  context: {
    channel?: string | null;
    engine_state?: EngineState | null;
    transcript?: TranscriptLine[];
    account?: Record<string, unknown> | null;
    [more: string]: unknown;
  };
  /** What the intents of the engine's state are called. */
  titles: Record<string, string>;
}

export interface RequestPage {
  requests: RequestSummary[];
  next: number | null;
}

export interface Revealed {
  number: string;
  contact_phone: string | null;
  details: Record<string, unknown>;
}

export class StaffError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
    });
  } catch {
    throw new StaffError(0, '连不上服务，请检查网络后重试。');
  }
  if (!response.ok) {
    const answer = (await response.json().catch(() => ({}))) as { message?: string; hint?: string };
    throw new StaffError(response.status, [answer.message, answer.hint].filter(Boolean).join('') || '操作没有成功，请重试。');
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const staffApi = {
  who: () => call<SignedIn>('GET', '/api/staff/session'),
  signIn: (name: string, password: string) => call<SignedIn>('POST', '/api/staff/session', { name, password }),
  signOut: () => call<void>('DELETE', '/api/staff/session'),
  list: (status: string, kind: string | null, after: number) => {
    const query = new URLSearchParams({ status, after: String(after) });
    if (kind) query.set('kind', kind);
    return call<RequestPage>('GET', `/api/staff/requests?${query}`);
  },
  detail: (number: string) => call<RequestDetail>('GET', `/api/staff/requests/${encodeURIComponent(number)}`),
  /** The same again, without leaving a note that somebody looked: the page has it open. */
  news: (number: string) => call<RequestDetail>('GET', `/api/staff/requests/${encodeURIComponent(number)}/news`),
  reveal: (number: string) => call<Revealed>('POST', `/api/staff/requests/${encodeURIComponent(number)}/reveal`),
  close: (number: string, note: string, status: 'done' | 'cancelled') =>
    call<RequestSummary>('POST', `/api/staff/requests/${encodeURIComponent(number)}/close`, { note, status }),
};
