// What the widget keeps in the browser: the session, messages not yet stored, what was read.

import type { ChatSession, ChatSettings } from './contract';

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
const ENDING = 'mingdeng.ending';
const SETTINGS = 'mingdeng.settings';

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

/** The text in the input, kept while the tab lives: a reload must not cost what was typed. */
export class KeptDraft {
  private static readonly KEY = 'mingdeng.draft';

  read(): string {
    try {
      return window.sessionStorage.getItem(KeptDraft.KEY) ?? '';
    } catch {
      return '';
    }
  }

  keep(text: string): void {
    try {
      if (text === '') window.sessionStorage.removeItem(KeptDraft.KEY);
      else window.sessionStorage.setItem(KeptDraft.KEY, text);
    } catch {
      // Not kept then.
    }
  }
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

  /** Forgets the conversation; what wasn't sent yet stays only when asked for. */
  forgetSession(keepUnsent = false): void {
    for (const key of keepUnsent ? [SESSION, READ] : [SESSION, OUTBOX, READ]) this.storage.removeItem(key);
  }

  /** Tokens of conversations that were ended here, and that the gateway doesn't know of yet. */
  ending(): string[] {
    const tokens = this.read<string[]>(ENDING);
    return Array.isArray(tokens) ? tokens : [];
  }

  keepEnding(token: string): void {
    this.write(ENDING, [...this.ending().filter((known) => known !== token), token].slice(-5));
  }

  dropEnding(token: string): void {
    const left = this.ending().filter((known) => known !== token);
    if (left.length > 0) this.write(ENDING, left);
    else this.storage.removeItem(ENDING);
  }

  /** The gateway's settings as last heard: the hotline is needed most when nothing can be reached. */
  settings(): ChatSettings | null {
    const settings = this.read<ChatSettings>(SETTINGS);
    return settings && typeof settings.hotline === 'string' ? settings : null;
  }

  keepSettings({ hotline, longest_text }: ChatSettings): void {
    this.write(SETTINGS, { hotline, longest_text });
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
