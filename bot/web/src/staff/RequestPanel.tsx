// One request with its context: what was said (masked), what the engine understood, what to do.

import { Alert, Button, Descriptions, Drawer, Form, Grid, Input, Popconfirm, Radio, Skeleton } from 'antd';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { PriorityTag } from './Requests';
import { staffApi, StaffError, type EngineState, type Reading, type RequestDetail, type Revealed, type TranscriptLine } from './staffApi';
import { CHANNEL, left, moment, SENDER, STATUS, TOPIC } from './words';

/** What is said and attached while the request is open shows after so long. */
const NEWS_MS = 5_000;

interface Props {
  number: string | null;
  onClose: () => void;
  onChanged: () => void;
  onSignedOut: () => void;
}

export function RequestPanel({ number, onClose, onChanged, onSignedOut }: Props) {
  const [detail, setDetail] = useState<RequestDetail | null>(null);
  const [error, setError] = useState<string | null>(null);
  const wide = Grid.useBreakpoint().md ?? true;

  useEffect(() => {
    setDetail(null);
    setError(null);
    if (!number) return;
    let gone = false;
    staffApi.detail(number).then(
      (found) => !gone && setDetail(found),
      (failure: unknown) => {
        if (gone) return;
        if (failure instanceof StaffError && failure.status === 401) onSignedOut();
        else setError((failure as Error).message);
      },
    );
    const news = async () => {
      try {
        const found = await staffApi.news(number);
        if (!gone) setDetail((before) => (before && JSON.stringify(before) === JSON.stringify(found) ? before : before && found));
      } catch (failure) {
        // A look that fails is made up for by the next one.
        if (!gone && failure instanceof StaffError && failure.status === 401) onSignedOut();
      }
    };
    const timer = setInterval(() => void news(), NEWS_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [number, onSignedOut]);

  return (
    <Drawer open={number !== null} onClose={onClose} size={wide ? 640 : '100%'} title={number ? `请求 ${number}` : ''} closable={{ 'aria-label': '关闭' }} destroyOnHidden>
      {error && <Alert type="error" showIcon title={error} />}
      {!detail && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {detail && (
        <Detail
          key={detail.number}
          detail={detail}
          onClosed={(closed) => {
            setDetail({ ...detail, ...closed });
            onChanged();
          }}
          onSignedOut={onSignedOut}
        />
      )}
    </Drawer>
  );
}

function Detail({ detail, onClosed, onSignedOut }: { detail: RequestDetail; onClosed: (closed: Partial<RequestDetail>) => void; onSignedOut: () => void }) {
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  const [error, setError] = useState<string | null>(null);
  const details = revealed?.details ?? detail.details;
  const shownOf = useRef('');
  // What was revealed holds for what was there then; a phone left later has to be revealed anew.
  const masked = `${detail.phone_masked ?? ''}${JSON.stringify(detail.details)}`;
  useEffect(() => {
    if (revealed && shownOf.current !== masked) setRevealed(null);
  }, [masked, revealed]);
  const reveal = async () => {
    setError(null);
    try {
      const found = await staffApi.reveal(detail.number);
      shownOf.current = masked;
      setRevealed(found);
    } catch (failure) {
      failed(failure);
    }
  };
  const phone = (
    <span className="phone-line">
      {revealed ? (
        revealed.contact_phone ? (
          <a href={`tel:${revealed.contact_phone.replace(/[^\d+]/g, '')}`}>
            <b>{revealed.contact_phone}</b>
          </a>
        ) : (
          <b>没有留号码</b>
        )
      ) : (
        (detail.phone_masked ?? '没有留号码')
      )}
      {!revealed && (detail.phone_masked !== null || Object.keys(detail.details).length > 0) && (
        <Popconfirm title="查看完整信息？" description="查看人和时间会留下记录。" okText="查看" cancelText="不看" onConfirm={() => void reveal()}>
          <Button size="small">查看完整</Button>
        </Popconfirm>
      )}
    </span>
  );
  const danger = detail.kind === 'danger';
  const account = (detail.context.account ?? {}) as Record<string, unknown>;

  const failed = (failure: unknown) => {
    if (failure instanceof StaffError && failure.status === 401) onSignedOut();
    else setError((failure as Error).message);
  };

  return (
    <div className="detail">
      <p className="detail-head">
        <b>{detail.title}</b>
        <PriorityTag request={detail} />
        <span className={`status status-${detail.status}`}>{STATUS[detail.status]}</span>
        {detail.overdue && <span className="overdue">{left(detail.due_at, Math.max(Date.now(), Date.parse(detail.due_at) + 60_000))}</span>}
      </p>
      {danger ? (
        <dl className="danger-facts" aria-label="危险情况">
          <div>
            <dt>情况</dt>
            <dd>{first(details, ...SITUATION) ?? detail.summary}</dd>
          </div>
          <div>
            <dt>地点</dt>
            <dd>{first(details, ...PLACE) ?? first(account, ...PLACE) ?? '还没有说，看下面的对话'}</dd>
          </div>
          <div>
            <dt>电话</dt>
            <dd>{phone}</dd>
          </div>
        </dl>
      ) : (
        <p className="detail-summary">{detail.summary}</p>
      )}
      {error && <Alert type="error" showIcon title={error} role="alert" />}
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          ...(danger ? (first(details, ...SITUATION) ? [{ key: 'summary', label: '原话', children: detail.summary }] : []) : [{ key: 'phone', label: '回电号码', children: phone }]),
          { key: 'created', label: '登记时间', children: moment(detail.created_at) },
          { key: 'due', label: '办理期限', children: moment(detail.due_at) },
          { key: 'channel', label: '来源', children: CHANNEL[detail.context.channel ?? ''] ?? detail.context.channel ?? '未知' },
          ...factItems(account, 'account-'),
          ...factItems(danger ? without(details, [...SITUATION, ...PLACE.slice(0, 3), ...PHONE]) : details, 'details-'),
          ...(detail.closed_at ? [{ key: 'closed', label: '办结', children: `${moment(detail.closed_at)}，${detail.closed_by ?? ''}` }] : []),
        ]}
      />
      {/* What the engine understood last is not what the danger was read from. */}
      {!danger && <Understood state={detail.context.engine_state ?? null} titles={detail.titles} />}
      <Transcript told={detail.context.transcript ?? []} followed={detail.followed} readings={detail.readings} titles={detail.titles} />
      {detail.status === 'open' && <CloseForm number={detail.number} onClosed={onClosed} onSignedOut={onSignedOut} />}
    </div>
  );
}

/** How details name what people on duty need first; the gateway's words, and a form's. */
const SITUATION = ['情况', 'situation'];
const PLACE = ['地点', 'place', 'location', '用电地址', 'address', 'address_masked'];
const PHONE = ['电话', 'phone', 'contact_phone'];

function without(facts: Record<string, unknown>, names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !names.includes(name)));
}

/** Below this a guess of the engine is noise. */
const UNLIKELY = 0.01;

const FACT_LABELS: Record<string, string> = {
  number_masked: '户号',
  account_number: '户号',
  account_masked: '户号',
  address_masked: '地址',
  address: '地址',
  month: '月份',
  amount: '金额（元）',
  reason: '原因',
  reading: '示数',
  note: '说明',
  phone: '电话',
  contact_phone: '回电号码',
  description: '描述',
  situation: '情况',
  hazard: '情况',
  place: '地点',
  location: '地点',
  people: '人员',
  number: '户号',
};

function factItems(facts: Record<string, unknown>, prefix: string) {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '' && value !== undefined)
    .map(([key, value]) => ({
      key: prefix + key,
      label: FACT_LABELS[key] ?? key,
      children: typeof value === 'object' ? JSON.stringify(value) : String(value),
    }));
}

function Understood({ state, titles }: { state: EngineState | null; titles: Record<string, string> }) {
  if (!state?.intent) return null;
  const ranking = state.ranking?.slice(1, 3).filter((other) => other.confidence >= UNLIKELY) ?? [];
  return (
    <section className="understood">
      <h2>机器人的理解</h2>
      <p>
        <b>{titles[state.intent] ?? state.intent}</b>
        {typeof state.confidence === 'number' && <span>把握 {Math.round(state.confidence * 100)}%</span>}
        {state.topic && <span>话题：{TOPIC[state.topic] ?? state.topic}</span>}
        {state.active_form && (
          <span>
            没有办完：{titles[state.active_form] ?? state.active_form}
            {state.requested_slot ? `，正等客户回答${titles[state.requested_slot] ?? state.requested_slot}` : ''}
          </span>
        )}
      </p>
      {ranking.length > 0 && <p className="none">其他可能：{ranking.map((other) => `${titles[other.name] ?? other.name} ${Math.round(other.confidence * 100)}%`).join('，')}</p>}
    </section>
  );
}

interface TranscriptProps {
  told: TranscriptLine[];
  followed: TranscriptLine[];
  readings: Reading[];
  titles: Record<string, string>;
}

function Transcript({ told, followed, readings, titles }: TranscriptProps) {
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const lines = [...told, ...followed];
  const newest = lines[lines.length - 1]?.seq;
  // What was said last matters most; who reads further up is left there.
  useLayoutEffect(() => {
    if (list.current && atEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [newest]);
  return (
    <section className="transcript">
      <h2>对话记录（已遮盖个人信息）</h2>
      {lines.length === 0 ? (
        <p className="none">没有对话记录。</p>
      ) : (
        <ol
          ref={list}
          tabIndex={0}
          aria-label="对话记录"
          aria-live="polite"
          onScroll={(event) => {
            const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
            atEnd.current = scrollHeight - scrollTop - clientHeight < 60;
          }}
        >
          {lines.map((line) => (
            <li key={line.seq} className={`said said-${line.sender}${line === followed[0] ? ' said-first' : ''}`}>
              {line === followed[0] && <span className="said-since">登记之后</span>}
              <span className="said-who">
                {SENDER[line.sender] ?? line.sender} <time dateTime={line.at}>{moment(line.at)}</time>
              </span>
              <span className="said-text">{line.text || (line.type === 'card' ? '［卡片］' : '')}</span>
              <Readings readings={readings.filter((reading) => line.sender === 'customer' && reading.seq === line.seq)} titles={titles} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** How a line was understood, folded: most of the time the answer shows it. */
function Readings({ readings, titles }: { readings: Reading[]; titles: Record<string, string> }) {
  if (readings.length === 0) return null;
  return (
    <details className="read-as">
      <summary>怎么理解的</summary>
      <ul>
        {readings.map((reading, index) => (
          <li key={index}>
            {reading.intent && (
              <>
                {titles[reading.intent] ?? reading.intent}
                {typeof reading.confidence === 'number' && `，把握 ${Math.round(reading.confidence * 100)}%`}
              </>
            )}
            {words(reading.reading) && <p>读法：{words(reading.reading)}</p>}
            {words(reading.why) && <p>依据：{words(reading.why)}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Text of a value whose shape the dialogue decides: a sentence, several, or facts by name. */
function words(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(words).filter(Boolean).join('；');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, one]) => `${name} ${words(one)}`)
      .join('；');
  return String(value);
}

/** The first of these facts that is there. */
function first(facts: Record<string, unknown>, ...names: string[]): string | null {
  for (const name of names) {
    const value = facts[name];
    if (value !== null && value !== undefined && value !== '') return words(value);
  }
  return null;
}

const NOTE = 'mingdeng.staff.note.';

/** A note that isn't sent yet outlives the panel: Esc or a click beside it must not cost it. */
const notes = {
  read: (number: string): string => {
    try {
      return sessionStorage.getItem(NOTE + number) ?? '';
    } catch {
      return '';
    }
  },
  keep: (number: string, note: string): void => {
    try {
      if (note === '') sessionStorage.removeItem(NOTE + number);
      else sessionStorage.setItem(NOTE + number, note);
    } catch {
      // Lost with the panel then.
    }
  },
};

function CloseForm({ number, onClosed, onSignedOut }: { number: string; onClosed: (closed: Partial<RequestDetail>) => void; onSignedOut: () => void }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) place.current?.scrollIntoView({ block: 'center' });
  }, [error]);
  const submit = async ({ note, status }: { note: string; status: 'done' | 'cancelled' }) => {
    setBusy(true);
    setError(null);
    try {
      const closed = await staffApi.close(number, note.trim(), status);
      notes.keep(number, '');
      onClosed(closed);
    } catch (failure) {
      if (failure instanceof StaffError && failure.status === 401) onSignedOut();
      else setError(`没有办成：${(failure as Error).message}写的说明还在。`);
      setBusy(false);
    }
  };
  return (
    <section className="close-form">
      <h2>办结</h2>
      <Form
        layout="vertical"
        initialValues={{ status: 'done', note: notes.read(number) }}
        onValuesChange={(_, { note }: { note?: string }) => notes.keep(number, note ?? '')}
        onFinish={(values) => void submit(values as { note: string; status: 'done' | 'cancelled' })}
        requiredMark={false}
      >
        <Form.Item name="status" label="结果" extra="办结后，客户会在对话里收到通知。">
          <Radio.Group
            options={[
              { value: 'done', label: '已办结' },
              { value: 'cancelled', label: '取消（重复、误报等）' },
            ]}
          />
        </Form.Item>
        <Form.Item name="note" label="办理说明" rules={[{ required: true, whitespace: true, message: '请写下怎样处理的' }]}>
          <Input.TextArea rows={3} maxLength={500} showCount placeholder="怎样处理的，客户怎么说" />
        </Form.Item>
        <div ref={place}>{error && <Alert className="close-error" type="error" showIcon title={error} role="alert" />}</div>
        <Button type="primary" htmlType="submit" loading={busy}>
          确认
        </Button>
      </Form>
    </section>
  );
}
