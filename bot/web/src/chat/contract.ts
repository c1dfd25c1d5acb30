// The web chat contract as the gateway speaks it (docs/architecture.md, "Web chat").

export type Sender = 'customer' | 'bot' | 'agent' | 'system';

export interface ChatButton {
  title: string;
  payload: string;
}

/** A card names its schema; what the widget doesn't know it shows as the message's text. */
export interface CardObject {
  schema: string;
  [field: string]: unknown;
}

export interface ChatMessage {
  seq: number;
  client_msg_id?: string | null;
  sender: Sender;
  type: 'text' | 'card' | 'image';
  text: string | null;
  buttons: ChatButton[] | null;
  card: CardObject | null;
  image_url: string | null;
  /** ISO 8601 with offset. */
  sent_at: string;
}

/** What an error answer may carry when storage is down: shown at once, never stored. */
export interface UrgentReply {
  sender: 'system';
  type: 'text';
  text: string;
  buttons: ChatButton[] | null;
  card?: CardObject | null;
}

/** What a client is told before anybody says anything. */
export interface ChatSettings {
  hotline: string;
  longest_text: number;
}

export interface ChatSession {
  conversation_id: string;
  token: string;
  /** ISO 8601. */
  expires_at: string;
}

export type SocketEvent =
  | { event: 'typing'; active: boolean }
  | { event: 'turn_done'; client_msg_id: string }
  | { event: 'read'; seq: number }
  | { event: 'handoff'; state: string }
  | { event: 'ready'; seq: number }
  | { event: 'heartbeat' }
  | { event: 'error'; code: string; message: string; hint?: string }
  | { event: 'reply'; client_msg_id: string; reply: UrgentReply };

export interface ErrorAnswer {
  code: string;
  message: string;
  hint?: string | null;
  reply?: UrgentReply | null;
}

export function isChatMessage(value: unknown): value is ChatMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, sender } = value as Partial<ChatMessage>;
  return Number.isInteger(seq) && typeof sender === 'string';
}

export function isSocketEvent(value: unknown): value is SocketEvent {
  return typeof value === 'object' && value !== null && typeof (value as { event?: unknown }).event === 'string';
}
