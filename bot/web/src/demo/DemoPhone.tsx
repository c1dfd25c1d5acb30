// The demo phone: where text messages appear that demo mode doesn't send.

import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { hearCodeAsked } from '../chat/codeAsked';
import type { Loaded, TextMessage } from './demoApi';
import { Icon } from '../widget/icons';
import { useInSight } from './useInSight';

const CLOCK = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false });
const SHOWN = 6;

function time(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : CLOCK.format(at);
}

/** A code in a message, so that it can be copied alone. */
function codeOf(text: string): string | null {
  return /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? null;
}

function CopyCode({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const code = codeOf(text);
  if (!code || !navigator.clipboard) return null;
  return (
    <button
      type="button"
      className="copy"
      onClick={() => {
        void navigator.clipboard.writeText(code).then(() => setCopied(true));
      }}
    >
      <Icon name="copy" size={15} /> {copied ? '已复制' : `复制 ${code}`}
    </button>
  );
}

export function DemoPhone({ messages, onInSight }: { messages: Loaded<TextMessage[]>; onInSight: (inSight: boolean) => void }) {
  const screen = useInSight<HTMLDivElement>(onInSight);
  const list = messages.state === 'there' ? messages.value.slice(0, SHOWN) : [];
  return (
    <div className="phone" role="region" aria-label="演示手机">
      <div className="phone-screen" ref={screen}>
        <p className="phone-tag">演示手机</p>
        <p className="phone-title">短信</p>
        <div className="phone-list" aria-live="polite" tabIndex={0} role="group" aria-label="收到的短信">
          {messages.state === 'loading' && <p className="phone-empty">正在读取…</p>}
          {messages.state === 'failed' && <p className="phone-empty">暂时读不到短信，正在重试。</p>}
          {messages.state === 'off' && <p className="phone-empty">演示模式没有开启。</p>}
          {messages.state === 'there' && list.length === 0 && <p className="phone-empty">还没有短信。在对话里核实身份时，验证码会出现在这里。</p>}
          {list.map((message) => (
            <article key={message.sent_at + message.phone + message.text} className="sms">
              <p className="sms-head">
                <span>发给 {message.phone}</span>
                <time dateTime={message.sent_at}>{time(message.sent_at)}</time>
              </p>
              <p className="sms-text">{message.text}</p>
              <CopyCode text={message.text} />
            </article>
          ))}
        </div>
      </div>
      <p className="phone-note">演示用：所有短信只显示在这里，没有真的发出；来试的人共用这部手机。</p>
    </div>
  );
}

const PEEK_MS = 20_000;
/** On a phone it lies over the talk. */
const SHORT_PEEK_MS = 12_000;

/** A text message and the question for its code come together, give or take a look of this page. */
const TOGETHER_MS = 15_000;

/**
 * A new message, shown like on a real phone: over everything, for a while. Only where the talk in this
 * browser asks for a code (others use this phone as well), and not while the demo phone itself shows it.
 */
export function SmsPeek({ messages, chatOpen, phoneInSight }: { messages: Loaded<TextMessage[]>; chatOpen: boolean; phoneInSight: boolean }) {
  const [shown, setShown] = useState<TextMessage | null>(null);
  const known = useRef<string | null>(null);
  const arrived = useRef<{ message: TextMessage; at: number } | null>(null);
  const asked = useRef(-Infinity);
  const newest = messages.state === 'there' ? messages.value[0] : undefined;
  const key = newest ? newest.sent_at + newest.phone + newest.text : '';
  const loaded = messages.state === 'there';

  /** Shows what came, once it was asked for. */
  const ring = useRef(() => {
    const came = arrived.current;
    if (!came || Math.abs(came.at - asked.current) > TOGETHER_MS) return;
    arrived.current = null;
    asked.current = -Infinity;
    setShown(came.message);
  });

  useEffect(
    () =>
      hearCodeAsked(() => {
        asked.current = Date.now();
        ring.current();
      }),
    [],
  );

  useEffect(() => {
    if (!shown) return undefined;
    const timer = setTimeout(() => setShown(null), window.matchMedia('(max-width: 520px)').matches ? SHORT_PEEK_MS : PEEK_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  useEffect(() => {
    if (!loaded) return;
    const first = known.current === null;
    const same = known.current === key;
    known.current = key;
    if (first || same || !newest) return;
    arrived.current = { message: newest, at: Date.now() };
    ring.current();
    // `newest` is a new object at each reading; its key says whether it is another message.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, loaded]);

  // Beside the page, not in it: the open chat makes the page inert on a phone.
  return createPortal(
    <div data-over-chat="" className={`peek-place${chatOpen ? ' peek-over-chat' : ''}`} role="status">
      {shown && !phoneInSight && (
        <div className="peek">
          <p className="peek-head">
            <Icon name="phone" size={16} /> 演示手机 · 新短信
            <button type="button" aria-label="收起短信" onClick={() => setShown(null)}>
              <Icon name="close" size={16} />
            </button>
          </p>
          <p className="sms-text">{shown.text}</p>
          <CopyCode text={shown.text} />
        </div>
      )}
    </div>,
    document.body,
  );
}
