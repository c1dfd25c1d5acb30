// What the widget keeps in the browser: the session, messages not yet stored, what was read.

import type { ChatSession } from './contract';

export interface Draft {
  client_msg_id: string;
  /** Typed text, or null when a button was pressed. */
  text: string | null;
  payload: string | null;
  /** What the customer sees as their message. */
  shown: string;
  /** Milliseconds since 1970. */
  created_at: number;
}

const SESSION = 'mingdeng.session';
const OUTBOX = 'mingdeng.outbox';
const READ = 'mingdeng.read';
const LARGE = 'mingdeng.large';

/**
 * Storage that forgets on closing the page when the browser refuses to store
 * (private windows, blocked third-party storage): the chat still works.
 */
export function browserStorage(): Storage {
  try {
    window.localStorage.setItem('mingdeng.probe', '1');
    window.localStorage.removeItem('mingdeng.probe');
    return window.localStorage;
  } catch {
    return memoryStorage();
  }
}

export function memoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
}

export class Kept {
  constructor(private readonly storage: Storage) {}

  session(): ChatSession | null {
    const session = this.read<ChatSession>(SESSION);
    return session && typeof session.token === 'string' ? session : null;
  }

  keepSession(session: ChatSession): void {
    this.write(SESSION, session);
  }

  forgetSession(): void {
    for (const key of [SESSION, OUTBOX, READ]) this.storage.removeItem(key);
  }

  outbox(): Draft[] {
    const drafts = this.read<Draft[]>(OUTBOX);
    return Array.isArray(drafts) ? drafts : [];
  }

  keepDraft(draft: Draft): void {
    this.write(OUTBOX, [...this.outbox().filter((d) => d.client_msg_id !== draft.client_msg_id), draft]);
  }

  dropDraft(id: string): void {
    this.write(
      OUTBOX,
      this.outbox().filter((draft) => draft.client_msg_id !== id),
    );
  }

  /** The last sequence number seen by the customer. */
  readUpTo(): number {
    return this.read<number>(READ) ?? 0;
  }

  keepReadUpTo(seq: number): void {
    this.write(READ, seq);
  }

  largeText(): boolean {
    return this.read<boolean>(LARGE) === true;
  }

  keepLargeText(large: boolean): void {
    this.write(LARGE, large);
  }

  private read<T>(key: string): T | null {
    const text = this.storage.getItem(key);
    if (text === null) return null;
    try {
      return JSON.parse(text) as T;
    } catch {
      return null;
    }
  }

  private write(key: string, value: unknown): void {
    try {
      this.storage.setItem(key, JSON.stringify(value));
    } catch {
      // A full storage must not stop the chat; the message is still on its way.
    }
  }
}
