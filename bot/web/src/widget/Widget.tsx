// The chat widget as a whole: header, states, conversation, quick questions, input.

import { Button, ConfigProvider } from '@chatui/core';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Lantern } from '../brand/Lantern';
import type { ChatButton } from '../chat/contract';
import { codeAsked, tellCodeAsked } from '../chat/codeAsked';
import { unreadCount, type Conversation } from '../chat/conversation';
import type { Gateway } from '../chat/gateway';
import type { Kept } from '../chat/kept';
import type { Transport } from '../chat/transport';
import { PrivacyNotice } from '../privacy/PrivacyNotice';
import { Composer } from './Composer';
import { Dialog } from './Dialog';
import type { Host } from './host';
import { Icon } from './icons';
import { MessageList } from './MessageList';
import { Linked } from './PlainText';
import { fingers } from './pointer';
import { SettingsKnown, useSettings } from './settings';
import { ASK_FOR_PERSON, FIRST_QUESTIONS, QUICK_QUESTIONS, STATES, TITLE } from './sentences';

type Open = 'privacy' | 'end' | null;

export function Widget({ transport, kept, host, gateway }: { transport: Transport; kept: Kept; host: Host; gateway: Gateway }) {
  const settings = useSettings(kept, gateway);
  const conversation = useSyncExternalStore(transport.subscribe, transport.snapshot);
  const [large, setLarge] = useState(() => kept.largeText());
  const [open, setOpen] = useState<Open>(null);
  const [visible, setVisible] = useState(!host.embedded);
  const [focusOn, setFocusOn] = useState(0);

  useEffect(() => {
    transport.start();
    const back = () => transport.hurry();
    const away = () => transport.wentOffline();
    const looked = () => document.visibilityState === 'visible' && transport.hurry();
    window.addEventListener('online', back);
    window.addEventListener('offline', away);
    document.addEventListener('visibilitychange', looked);
    return () => {
      window.removeEventListener('online', back);
      window.removeEventListener('offline', away);
      document.removeEventListener('visibilitychange', looked);
      transport.stop();
    };
  }, [transport]);

  useEffect(() => {
    const end = host.listen((message) => {
      if (message.type === 'mingdeng:ask') {
        transport.sendText(message.text);
        return;
      }
      setVisible(message.visible);
      if (message.visible && message.focus !== false && !fingers()) setFocusOn((count) => count + 1);
    });
    host.tell({ type: 'mingdeng:ready' });
    return end;
  }, [host, transport]);

  useEffect(() => {
    document.documentElement.classList.toggle('large-text', large);
  }, [large]);

  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) host.tell({ type: 'mingdeng:close' });
    };
    document.addEventListener('keydown', escape);
    return () => document.removeEventListener('keydown', escape);
  }, [host]);

  useUnread(conversation, kept, transport, host, visible);

  const code = codeAsked(conversation);
  useEffect(() => {
    if (code !== null) tellCodeAsked();
  }, [code]);

  /** After a tap the keyboard stays down: it would cover the answer. */
  const tapped = useCallback(() => {
    if (!fingers()) setFocusOn((count) => count + 1);
  }, []);

  const choose = useCallback(
    (button: ChatButton) => {
      transport.sendPayload(button.payload, button.title);
      tapped();
    },
    [transport, tapped],
  );

  const send = (text: string) => {
    // Who goes on in a window whose conversation has ended wants a new one.
    if (conversation.ended) void transport.begin();
    transport.sendText(text);
  };

  const ask = (text: string) => {
    send(text);
    tapped();
  };

  const empty = conversation.messages.length === 0 && conversation.outbox.length === 0;

  return (
    <SettingsKnown value={settings}>
    <ConfigProvider locale="zh-CN" elderMode={large}>
      <div className="widget" data-connection={conversation.connection}>
        <header className="widget-head">
          <Lantern size={34} />
          <div className="widget-title">
            <h1>{TITLE}</h1>
            <p>查电费、问电价，全天都在</p>
          </div>
          <button type="button" className="head-button head-text" aria-pressed={large} onClick={() => {
            kept.keepLargeText(!large);
            setLarge(!large);
          }}>
            大字
          </button>
          {host.embedded && (
            <button type="button" className="head-button" aria-label="关闭对话窗口" onClick={() => host.tell({ type: 'mingdeng:close' })}>
              <Icon name="close" />
            </button>
          )}
        </header>
        <Banner conversation={conversation} />
        <main className="widget-main">
          <MessageList
            conversation={conversation}
            welcome={
              conversation.ended ? (
                <Ended onBegin={() => void transport.begin()} />
              ) : (
                <Welcome loading={conversation.loading} offline={conversation.connection === 'offline'} empty={empty} onAsk={ask} onPrivacy={() => setOpen('privacy')} />
              )
            }
            onChoose={choose}
            onRetry={(id) => transport.retry(id)}
            onDiscard={(id) => transport.discard(id)}
            onPrivacy={() => setOpen('privacy')}
          />
        </main>
        <footer className="widget-foot">
          <div className="quick" role="group" aria-label="常用问题">
            <button type="button" className="quick-person" onClick={() => ask(ASK_FOR_PERSON)}>
              <Icon name="person" size={17} /> {ASK_FOR_PERSON}
            </button>
            <div className="quick-scroll">
              {QUICK_QUESTIONS.map((question) => (
                <button key={question} type="button" onClick={() => ask(question)}>
                  {question}
                </button>
              ))}
            </div>
          </div>
          <Composer onSend={send} focusOn={focusOn} codeAsked={code !== null} />
          <p className="small-print">
            <button type="button" className="link-button" onClick={() => setOpen('privacy')}>
              隐私说明
            </button>
            <button type="button" className="link-button" onClick={() => setOpen('end')} disabled={empty || conversation.ended}>
              结束对话
            </button>
          </p>
        </footer>
        {open === 'privacy' && (
          <Dialog title="隐私说明" onClose={() => setOpen(null)} actions={<Button color="primary" onClick={() => setOpen(null)}>知道了</Button>}>
            <PrivacyNotice />
          </Dialog>
        )}
        {open === 'end' && (
          <Dialog
            title="结束对话"
            onClose={() => setOpen(null)}
            actions={
              <>
                <Button onClick={() => setOpen(null)}>继续对话</Button>
                <Button
                  color="primary"
                  onClick={() => {
                    setOpen(null);
                    void transport.end();
                  }}
                >
                  结束并清除
                </Button>
              </>
            }
          >
            <p>这次对话会在所有窗口里结束，不再显示；已绑定的户号会解除。已登记的诉求仍会处理。</p>
            <p>在公用电脑上使用后，请结束对话。</p>
          </Dialog>
        )}
      </div>
    </ConfigProvider>
    </SettingsKnown>
  );
}

/** The conversation was ended, here or in another window: nothing of it is shown any more. */
function Ended({ onBegin }: { onBegin: () => void }) {
  return (
    <section className="welcome" aria-label="对话已结束">
      <h2>对话已结束</h2>
      <p role="status">这次对话已经结束，内容不再显示。已登记的诉求仍会处理。</p>
      <Button color="primary" className="begin" onClick={onBegin}>
        开始新的对话
      </Button>
    </section>
  );
}

function Banner({ conversation }: { conversation: Conversation }) {
  const { connection, error, renewed, loading, ended } = conversation;
  const words = ended
    ? null
    : connection === 'offline' ? (error ?? STATES.offline) : connection === 'connecting' && !loading ? STATES.connecting : renewed ? STATES.renewed : null;
  return (
    <div className="banner-place" role="status">
      {words && (
        <p className={`banner${connection === 'offline' ? ' banner-off' : ''}`}>
          <Icon name={connection === 'offline' ? 'warning' : 'clock'} size={16} />
          <span>
            <Linked text={words} />
          </span>
        </p>
      )}
    </div>
  );
}

function Welcome({
  loading,
  offline,
  empty,
  onAsk,
  onPrivacy,
}: {
  loading: boolean;
  offline: boolean;
  empty: boolean;
  onAsk: (text: string) => void;
  onPrivacy: () => void;
}) {
  // Without a connection the welcome is better than nothing: what is asked now is sent later.
  if (loading && empty && !offline) {
    return (
      <div className="skeleton" role="status">
        <span className="only-heard">正在载入对话</span>
        <i />
        <i />
        <i />
      </div>
    );
  }
  return (
    <section className="welcome" aria-label="欢迎">
      <h2>您好，我是小灯</h2>
      <p>用电上的事，直接说就行。查您自己的电费前，需要核实身份，并请您先看一眼<span className="nowrap"><button type="button" className="link-button" onClick={onPrivacy}>《隐私说明》</button>。</span></p>
      {empty && (
        <ul className="first-questions">
          {FIRST_QUESTIONS.map((question) => (
            <li key={question}>
              <button type="button" onClick={() => onAsk(question)}>
                {question}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Counts what came while the widget was closed or the page out of sight; tells the host page. */
function useUnread(conversation: Conversation, kept: Kept, transport: Transport, host: Host, visible: boolean): void {
  const newest = conversation.messages[conversation.messages.length - 1]?.seq ?? 0;
  useEffect(() => {
    const seen = () => {
      if (visible && document.visibilityState === 'visible' && newest > kept.readUpTo()) {
        kept.keepReadUpTo(newest);
        transport.read(newest);
      }
      host.tell({ type: 'mingdeng:unread', count: unreadCount(conversation.messages, kept.readUpTo()) });
    };
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [conversation, newest, visible, kept, transport, host]);
}
