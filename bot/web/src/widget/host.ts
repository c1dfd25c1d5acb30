// Talks with the page that embeds the widget: only with the one that opened it, only these messages.

export type FromHost = { type: 'mingdeng:visible'; visible: boolean; focus?: boolean } | { type: 'mingdeng:ask'; text: string };
export type ToHost = { type: 'mingdeng:ready' } | { type: 'mingdeng:unread'; count: number } | { type: 'mingdeng:close' };

const LONGEST_QUESTION = 200;

/** The origin of the embedding page, as the loader wrote it into the frame's address; null on its own. */
export function hostOrigin(): string | null {
  if (window.parent === window) return null;
  const named = new URLSearchParams(window.location.search).get('host');
  if (!named) return null;
  try {
    const { origin, protocol } = new URL(named);
    return protocol === 'http:' || protocol === 'https:' ? origin : null;
  } catch {
    return null;
  }
}

export class Host {
  constructor(private readonly origin: string | null = hostOrigin()) {}

  get embedded(): boolean {
    return this.origin !== null;
  }

  tell(message: ToHost): void {
    if (this.origin !== null) window.parent.postMessage(message, this.origin);
  }

  listen(heard: (message: FromHost) => void): () => void {
    const listener = (event: MessageEvent<unknown>) => {
      if (this.origin === null || event.origin !== this.origin || event.source !== window.parent) return;
      const message = fromHost(event.data);
      if (message) heard(message);
    };
    window.addEventListener('message', listener);
    return () => window.removeEventListener('message', listener);
  }
}

function fromHost(value: unknown): FromHost | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, visible, text, focus } = value as Record<string, unknown>;
  if (type === 'mingdeng:visible' && typeof visible === 'boolean') return { type, visible, focus: focus !== false };
  if (type === 'mingdeng:ask' && typeof text === 'string' && text.trim() !== '' && text.length <= LONGEST_QUESTION) {
    return { type, text };
  }
  return null;
}
