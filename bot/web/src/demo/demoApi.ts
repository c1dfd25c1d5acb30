// What demo mode offers to try things out: invented customers, and the text messages they get.

import { useEffect, useRef, useState } from 'react';

export interface DemoPerson {
  name: string;
  number: string;
  phone: string;
  about: string;
  try: string[];
}

export interface TextMessage {
  phone: string;
  text: string;
  sent_at: string;
}

export type Loaded<T> = { state: 'loading' } | { state: 'off' } | { state: 'failed' } | { state: 'there'; value: T };

async function read<T>(path: string): Promise<Loaded<T>> {
  try {
    const response = await fetch(path, { cache: 'no-store', credentials: 'omit' });
    if (response.status === 404) return { state: 'off' };
    if (!response.ok) return { state: 'failed' };
    return { state: 'there', value: (await response.json()) as T };
  } catch {
    return { state: 'failed' };
  }
}

export function usePeople(): [Loaded<DemoPerson[]>, () => void] {
  const [people, setPeople] = useState<Loaded<DemoPerson[]>>({ state: 'loading' });
  const [again, setAgain] = useState(0);
  useEffect(() => {
    let gone = false;
    void read<DemoPerson[]>('/api/demo/people').then((loaded) => {
      if (!gone) setPeople(loaded);
    });
    return () => {
      gone = true;
    };
  }, [again]);
  return [people, () => setAgain((count) => count + 1)];
}

/** The demo phone, read while somebody looks at the page. Newest first. */
export function useTextMessages(everyMs: number): Loaded<TextMessage[]> {
  const [messages, setMessages] = useState<Loaded<TextMessage[]>>({ state: 'loading' });
  const last = useRef('');
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      if (document.visibilityState === 'visible') {
        const loaded = await read<{ messages: TextMessage[] }>('/api/demo/phone');
        if (gone) return;
        if (loaded.state === 'off') {
          setMessages(loaded);
          return;
        }
        const next: Loaded<TextMessage[]> = loaded.state === 'there' ? { state: 'there', value: loaded.value.messages } : loaded;
        const text = JSON.stringify(next);
        if (text !== last.current && !(next.state === 'failed' && last.current !== '')) {
          last.current = text;
          setMessages(next);
        }
      }
      if (!gone) timer = setTimeout(() => void look(), everyMs);
    };
    void look();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [everyMs]);
  return messages;
}
