// When the talk waits for a one-time code.

import { describe, expect, it } from 'vitest';
import { codeAsked } from './codeAsked';
import type { ChatMessage } from './contract';

const line = (seq: number, more: Partial<ChatMessage>): ChatMessage =>
  ({ seq, sender: 'bot', type: 'text', text: '', buttons: null, card: null, image_url: null, sent_at: '2026-11-22T02:00:00Z', ...more }) as ChatMessage;
const asked = line(2, { buttons: [{ title: '重发验证码', payload: '/resend_code' }] });

describe('codeAsked', () => {
  it('is the line that asks, while it is the newest', () => {
    expect(codeAsked({ messages: [] })).toBeNull();
    expect(codeAsked({ messages: [line(1, {}), asked] })).toBe(2);
    expect(codeAsked({ messages: [asked, line(3, { sender: 'customer' })] })).toBeNull();
    expect(codeAsked({ messages: [asked, line(3, {})] })).toBeNull();
  });

  it('is another line when it is asked again', () => {
    expect(codeAsked({ messages: [asked, line(3, { sender: 'customer' }), { ...asked, seq: 4 }] })).toBe(4);
  });
});
