// The chat that /loader.js puts on the page, as the page uses it.

import { useEffect, useState } from 'react';

declare global {
  interface Window {
    Mingdeng?: { open(): void; close(): void; ask(text: string): void };
  }
}

export function openChat(): void {
  window.Mingdeng?.open();
}

export function askChat(question: string): void {
  window.Mingdeng?.ask(question);
}

/** Whether the chat window is open. */
export function useChatOpen(): boolean {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const heard = (event: Event) => setOpen(Boolean((event as CustomEvent<{ open: boolean }>).detail.open));
    document.addEventListener('mingdeng', heard);
    return () => document.removeEventListener('mingdeng', heard);
  }, []);
  return open;
}
