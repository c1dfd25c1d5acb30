// A code that the talk waits for: the input brings the keyboard for digits, and the demo phone rings.

import type { Conversation } from './conversation';

const CHANNEL = 'mingdeng.code';

/** The newest line, where it asks for a one-time code (its buttons offer a new one); else null. */
export function codeAsked({ messages }: Pick<Conversation, 'messages'>): number | null {
  const last = messages[messages.length - 1];
  if (!last || last.sender === 'customer') return null;
  return (last.buttons?.some((button) => button.payload.startsWith('/resend_code')) ?? false) ? last.seq : null;
}

/** Tells this browser's other pages that a code was asked for just now. */
export function tellCodeAsked(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('asked');
  channel.close();
}

/** Hears of codes that a talk in this browser asks for; returns how to stop. */
export function hearCodeAsked(heard: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = heard;
  return () => channel.close();
}
