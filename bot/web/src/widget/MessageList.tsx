// The conversation: a log that screen readers follow, newest at the end, old position kept when reading up.

import { Bubble, Typing } from '@chatui/core';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Lantern } from '../brand/Lantern';
import type { ChatButton, ChatMessage } from '../chat/contract';
import type { Conversation, OwnMessage } from '../chat/conversation';
import { localConduct, speaksOfDanger } from '../chat/danger';
import { safeImage } from '../chat/links';
import { CardView, isKnownCard } from './cards/CardView';
import { Danger } from './cards/danger';
import { moment } from './cards/words';
import { Choices } from './Choices';
import { Icon } from './icons';
import { PlainText } from './PlainText';
import { useKnownSettings } from './settings';
import { useTypingShown } from './useTypingShown';

const PAUSE_MS = 5 * 60_000;
const NEAR_END_PX = 120;
/** So much may hide below the edge without a word of it. */
const HARDLY_PX = 16;
const GAP_PX = 12;
const WHO: Record<ChatMessage['sender'], string> = { customer: '我', bot: '小灯', agent: '人工客服', system: '系统' };

interface Props {
  conversation: Conversation;
  welcome: ReactNode;
  onChoose: (button: ChatButton) => void;
  onRetry: (id: string) => void;
  onDiscard: (id: string) => void;
  onPrivacy: () => void;
}

export function MessageList({ conversation, welcome, onChoose, onRetry, onDiscard, onPrivacy }: Props) {
  const { messages, outbox, urgent, loading } = conversation;
  const typing = useTypingShown(conversation.typing);
  const { hotline } = useKnownSettings();
  const scroller = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState<'new' | 'more' | null>(null);
  const atEnd = useRef(true);
  const shown = useRef(0);
  const lastOwn = outbox[outbox.length - 1]?.client_msg_id;
  const newest = messages[messages.length - 1];

  const waiting = outbox.some((own) => own.state === 'sending');
  // While a danger is answered nothing may lie over the numbers to call.
  const danger = urgent.length > 0 || messages.slice(messages.findLastIndex((line) => line.sender === 'customer') + 1).some((line) => line.card?.schema === 'danger');

  /** To the newest lines; a long answer is shown from its beginning, below what was asked. */
  const toNewest = () => {
    const element = scroller.current;
    // Before anything is said, the welcome is read from its beginning.
    if (!element || element.querySelector('.welcome:only-child')) return;
    const start = asksToChoose(element) ? element.scrollHeight : beginning(element);
    element.scrollTop = Math.max(element.scrollTop, start);
    setBelow(hidden(element) > HARDLY_PX ? 'more' : null);
  };

  const toEnd = () => {
    atEnd.current = true;
    setBelow(null);
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  };

  const unheard = outbox.some((own) => own.stuck && speaksOfDanger(own.text));

  useLayoutEffect(() => {
    const count = messages.length + urgent.length;
    if (atEnd.current) toNewest();
    else if (count > shown.current) setBelow('new');
    shown.current = count;
  }, [newest?.seq, typing, urgent.length]);

  // An own message always shows; where the widget itself has to answer danger, its first words do.
  useLayoutEffect(() => {
    if (lastOwn) toEnd();
    const element = scroller.current;
    const alone = element?.querySelector('.line-unheard');
    if (!element || !alone) return;
    const above = alone.getBoundingClientRect().top - element.getBoundingClientRect().top - GAP_PX;
    if (above < 0) element.scrollTop += above;
  }, [lastOwn, unheard]);

  // A frame that was hidden has no height: go to the end when it gets one; so too when the
  // keyboard of a phone takes half of it.
  useEffect(() => {
    const element = scroller.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => atEnd.current && toNewest());
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);

  const scrolled = () => {
    const element = scroller.current;
    if (!element) return;
    atEnd.current = hidden(element) < NEAR_END_PX;
    if (hidden(element) <= HARDLY_PX) setBelow(null);
  };

  const lastCustomer = messages.findLastIndex((message) => message.sender === 'customer');
  const lastStored = messages.findLast((message) => message.sender === 'customer')?.seq;

  return (
    <div className="talk">
      <div
        className="talk-scroll"
        ref={scroller}
        onScroll={scrolled}
        role="log"
        aria-live="polite"
        aria-label="对话记录"
        aria-busy={loading}
        // A scrolling region must be reachable by keyboard.
        tabIndex={0}
      >
        <div className="talk-lines">
          {welcome}
          {messages.map((message, index) => {
            const before = messages[index - 1];
            const pause = !before || Date.parse(message.sent_at) - Date.parse(before.sent_at) > PAUSE_MS;
            return (
              <div key={message.seq} className="turn">
                {pause && <p className="when">{moment(message.sent_at)}</p>}
                <Line
                  message={message}
                  follows={!pause && before?.sender === message.sender}
                  live={index > lastCustomer && !waiting}
                  receipt={message.seq === lastStored && !waiting}
                  onChoose={onChoose}
                  onPrivacy={onPrivacy}
                />
              </div>
            );
          })}
          {outbox.map((own) => (
            <OwnLine key={own.client_msg_id} own={own} onRetry={onRetry} onDiscard={onDiscard} />
          ))}
          {unheard && (
            <div className="line line-system line-unheard" data-sender="widget">
              {urgent.length === 0 ? (
                <div role="alert">
                  <Danger card={localConduct(hotline)} unheard />
                </div>
              ) : (
                <p role="alert">您的消息还没有存下来，没有人知道。请马上打电话；连上后会自动发出。</p>
              )}
            </div>
          )}
          {urgent.map((reply) => (
            <div key={reply.id} className="line line-system line-urgent" data-sender="system">
              <span className="only-heard">系统：</span>
              {reply.card?.schema === 'danger' ? (
                <CardView card={reply.card} instead={<PlainText text={reply.text} onPrivacy={onPrivacy} />} />
              ) : (
                <PlainText text={reply.text} onPrivacy={onPrivacy} />
              )}
            </div>
          ))}
          {typing && (
            <div className="line line-bot" aria-hidden="true">
              <Face sender="bot" />
              <Typing />
            </div>
          )}
        </div>
      </div>
      <p className="only-heard" role="status">
        {typing ? '小灯正在输入' : ''}
      </p>
      {below && (
        <div className={danger || unheard ? 'to-end to-end-aside' : 'to-end'}>
          <button type="button" onClick={toEnd}>
            <Icon name="down" size={16} /> <span>{below === 'new' ? '新消息' : '往下看'}</span>
          </button>
        </div>
      )}
    </div>
  );
}

/** How much of the talk lies below the edge, in px. */
function hidden(element: HTMLElement): number {
  return element.scrollHeight - element.scrollTop - element.clientHeight;
}

/**
 * Whether the newest line is a question with choices: then they have to be in sight, whatever scrolls
 * off at the top. Below a card the buttons are only further questions; the answer comes first there,
 * unless both have room.
 */
function asksToChoose(element: HTMLElement): boolean {
  const newest = [...element.querySelectorAll('.line')].at(-1);
  return newest !== undefined && newest.querySelector('.choices') !== null && newest.querySelector('.fact-card') === null;
}

/**
 * Where to scroll for the newest lines: to the end, but not past the beginning of what is new.
 * That is the customer's question while it is in sight, else the newest line itself.
 */
function beginning(element: HTMLElement): number {
  const box = element.getBoundingClientRect();
  const last = (lines: string) => [...element.querySelectorAll(lines)].at(-1);
  const above = (line: Element) => line.getBoundingClientRect().top - box.top;
  const asked = last('.line-customer');
  const end = element.scrollHeight - element.clientHeight;
  // What to do in a danger, and whom to call, comes before what was said.
  const danger = [...element.querySelectorAll('.danger')].at(-1);
  const urgent = danger && asked && follows(asked, danger) ? danger : null;
  const from = urgent ?? (asked && above(asked) >= 0 ? asked : last('.line'));
  return from ? Math.min(end, element.scrollTop + above(from) - GAP_PX) : end;
}

/** Whether `later` stands behind `line` in the talk. */
function follows(line: Element, later: Element): boolean {
  return (line.compareDocumentPosition(later) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

function Face({ sender }: { sender: ChatMessage['sender'] }) {
  return (
    <span className={`face face-${sender}`} aria-hidden="true">
      {sender === 'agent' ? <Icon name="person" size={18} /> : <Lantern size={22} />}
    </span>
  );
}

function Line({
  message,
  follows,
  live,
  receipt,
  onChoose,
  onPrivacy,
}: {
  message: ChatMessage;
  follows: boolean;
  live: boolean;
  receipt: boolean;
  onChoose: (button: ChatButton) => void;
  onPrivacy: () => void;
}) {
  const { sender, text, card, buttons, image_url } = message;
  const image = image_url ? safeImage(image_url) : null;
  if (sender === 'customer') {
    return (
      <div className="line line-customer" data-sender="customer" data-seq={message.seq}>
        <div className="line-body">
          <span className="only-heard">{WHO.customer}：</span>
          <Bubble>
            <p className="words">{text}</p>
          </Bubble>
          {receipt && (
            <p className="receipt" data-state="stored">
              <Icon name="check" size={13} /> 已送达
            </p>
          )}
        </div>
      </div>
    );
  }
  const words = text ? (
    <Bubble>
      <PlainText text={text} lead={isKnownCard(card)} onPrivacy={onPrivacy} />
    </Bubble>
  ) : null;
  return (
    <div className={`line line-${sender}${follows ? ' line-follows' : ''}`} data-sender={sender} data-seq={message.seq}>
      {sender !== 'system' && <Face sender={sender} />}
      <div className="line-body">
        <span className="only-heard">{WHO[sender]}：</span>
        {card?.schema === 'danger' ? (
          <CardView card={card} instead={words} />
        ) : (
          <>
            {words}
            {isKnownCard(card) && <CardView card={card} />}
          </>
        )}
        {image && (
          <Bubble type="image">
            <img src={image} alt={text ? '' : '图片'} />
          </Bubble>
        )}
        {buttons && buttons.length > 0 && <Choices buttons={buttons} live={live} onChoose={onChoose} />}
      </div>
    </div>
  );
}

function OwnLine({ own, onRetry, onDiscard }: { own: OwnMessage; onRetry: (id: string) => void; onDiscard: (id: string) => void }) {
  const failed = own.state === 'failed';
  return (
    <div className="line line-customer" data-sender="customer" data-pending={own.client_msg_id}>
      <div className="line-body">
        <span className="only-heard">{WHO.customer}：</span>
        <Bubble>
          <p className="words">{own.shown}</p>
        </Bubble>
        {failed ? (
          <>
            <p className="receipt receipt-failed" data-state="failed">
              <Icon name="warning" size={15} /> <span>发送失败。{own.error}</span>
            </p>
            <div className="failed-ways">
              <button type="button" onClick={() => onDiscard(own.client_msg_id)}>
                删除
              </button>
              <button type="button" onClick={() => onRetry(own.client_msg_id)}>
                重发
              </button>
            </div>
          </>
        ) : (
          <p className="receipt" data-state={own.state}>
            <Icon name={own.stuck ? 'warning' : 'clock'} size={13} /> {own.stuck ? '还没有发出，连上后自动发出' : '发送中'}
          </p>
        )}
      </div>
    </div>
  );
}
