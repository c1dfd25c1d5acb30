// The conversation as the customer sees it: stored messages by number, own ones still on their way.

import type { ChatMessage, UrgentReply } from './contract';
import type { Draft } from './kept';

export type Connection = 'connecting' | 'online' | 'polling' | 'offline';
export type SendState = 'sending' | 'failed';

export interface OwnMessage extends Draft {
  state: SendState;
  /** Why it failed and what to do, in Chinese. */
  error: string | null;
  /** It was tried, or waited for a connection, in vain: not a moment's delay any more. */
  stuck?: boolean;
}

export interface UrgentMessage extends UrgentReply {
  id: string;
  at: number;
}

export interface Conversation {
  messages: ChatMessage[];
  outbox: OwnMessage[];
  urgent: UrgentMessage[];
  connection: Connection;
  /** True until the history was read once. */
  loading: boolean;
  typing: boolean;
  handoff: string | null;
  /** The session ended and a new one began: older messages are not shown any more. */
  renewed: boolean;
  /** The customer ended this conversation, here or in another window. */
  ended: boolean;
  error: string | null;
}

export const emptyConversation: Conversation = {
  messages: [],
  outbox: [],
  urgent: [],
  connection: 'connecting',
  loading: true,
  typing: false,
  handoff: null,
  renewed: false,
  ended: false,
  error: null,
};

/** Adds stored messages: each number once, in order; own ones leave the outbox. */
export function withMessages(conversation: Conversation, added: ChatMessage[]): Conversation {
  const known = new Map(conversation.messages.map((message) => [message.seq, message]));
  for (const message of added) known.set(message.seq, message);
  const messages = [...known.values()].sort((a, b) => a.seq - b.seq);
  const stored = new Set(messages.map((message) => message.client_msg_id).filter(Boolean));
  return {
    ...conversation,
    messages,
    outbox: conversation.outbox.filter((own) => !stored.has(own.client_msg_id)),
  };
}

export function withOwn(conversation: Conversation, own: OwnMessage): Conversation {
  if (conversation.messages.some((message) => message.client_msg_id === own.client_msg_id)) {
    return conversation;
  }
  const known = conversation.outbox.some((other) => other.client_msg_id === own.client_msg_id);
  const outbox = known
    ? conversation.outbox.map((other) => (other.client_msg_id === own.client_msg_id ? own : other))
    : [...conversation.outbox, own];
  return { ...conversation, outbox };
}

/** How many messages of the other side have numbers above `readUpTo`. */
export function unreadCount(messages: ChatMessage[], readUpTo: number): number {
  return messages.filter((message) => message.sender !== 'customer' && message.seq > readUpTo).length;
}
