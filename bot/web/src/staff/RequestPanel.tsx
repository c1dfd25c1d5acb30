// One request with its context: what was said (masked), what the engine understood, what to do.

import { Alert, Button, Descriptions, Drawer, Form, Grid, Input, Popconfirm, Radio, Skeleton, Tag } from 'antd';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { PriorityTag } from './Requests';
import { staffApi, StaffError, type EngineState, type RequestDetail, type Revealed, type TranscriptLine } from './staffApi';
import { CHANNEL, FORM, left, moment, SENDER, SLOT, STATUS, TOPIC } from './words';

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
    return () => {
      gone = true;
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
  const state = STATUS[detail.status];
  const details = revealed?.details ?? detail.details;

  const failed = (failure: unknown) => {
    if (failure instanceof StaffError && failure.status === 401) onSignedOut();
    else setError((failure as Error).message);
  };

  return (
    <div className="detail">
      <p className="detail-head">
        <b>{detail.title}</b>
        <PriorityTag request={detail} />
        <Tag color={state.colour} variant="outlined">
          {state.label}
        </Tag>
        {detail.overdue && <span className="overdue">{left(detail.due_at, Math.max(Date.now(), Date.parse(detail.due_at) + 60_000))}</span>}
      </p>
      <p className="detail-summary">{detail.summary}</p>
      {error && <Alert type="error" showIcon title={error} closable />}
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          {
            key: 'phone',
            label: '回电号码',
            children: (
              <span className="phone-line">
                {revealed ? <b>{revealed.contact_phone ?? '没有留号码'}</b> : (detail.phone_masked ?? '没有留号码')}
                {!revealed && (detail.phone_masked !== null || Object.keys(detail.details).length > 0) && (
                  <Popconfirm
                    title="查看完整信息？"
                    description="查看人和时间会留下记录。"
                    okText="查看"
                    cancelText="不看"
                    onConfirm={() => staffApi.reveal(detail.number).then(setRevealed, failed)}
                  >
                    <Button size="small">查看完整</Button>
                  </Popconfirm>
                )}
              </span>
            ),
          },
          { key: 'created', label: '登记时间', children: moment(detail.created_at) },
          { key: 'due', label: '办理期限', children: moment(detail.due_at) },
          { key: 'channel', label: '来源', children: CHANNEL[detail.context.channel ?? ''] ?? detail.context.channel ?? '未知' },
          ...factItems(detail.context.account ?? {}, 'account-'),
          ...factItems(details, 'details-'),
          ...(detail.closed_at ? [{ key: 'closed', label: '办结', children: `${moment(detail.closed_at)}，${detail.closed_by ?? ''}` }] : []),
        ]}
      />
      <Understood state={detail.context.engine_state ?? null} titles={detail.intent_titles} />
      <Transcript lines={detail.context.transcript ?? []} />
      {detail.status === 'open' && <CloseForm number={detail.number} onClosed={onClosed} onFailed={failed} />}
    </div>
  );
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
            没有办完：{FORM[state.active_form] ?? state.active_form}
            {state.requested_slot ? `，正等客户回答${SLOT[state.requested_slot] ?? state.requested_slot}` : ''}
          </span>
        )}
      </p>
      {ranking.length > 0 && <p className="none">其他可能：{ranking.map((other) => `${titles[other.name] ?? other.name} ${Math.round(other.confidence * 100)}%`).join('，')}</p>}
    </section>
  );
}

function Transcript({ lines }: { lines: TranscriptLine[] }) {
  const list = useRef<HTMLOListElement>(null);
  // What was said last matters most.
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, []);
  return (
    <section className="transcript">
      <h2>对话记录（已遮盖个人信息）</h2>
      {lines.length === 0 ? (
        <p className="none">没有对话记录。</p>
      ) : (
        <ol ref={list} tabIndex={0} aria-label="对话记录">
          {lines.map((line) => (
            <li key={line.seq} className={`said said-${line.sender}`}>
              <span className="said-who">
                {SENDER[line.sender] ?? line.sender} <time dateTime={line.at}>{moment(line.at)}</time>
              </span>
              <span className="said-text">{line.text || (line.type === 'card' ? '［卡片］' : '')}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function CloseForm({ number, onClosed, onFailed }: { number: string; onClosed: (closed: Partial<RequestDetail>) => void; onFailed: (failure: unknown) => void }) {
  const [busy, setBusy] = useState(false);
  const submit = async ({ note, status }: { note: string; status: 'done' | 'cancelled' }) => {
    setBusy(true);
    try {
      onClosed(await staffApi.close(number, note.trim(), status));
    } catch (failure) {
      onFailed(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="close-form">
      <h2>办结</h2>
      <Form layout="vertical" initialValues={{ status: 'done', note: '' }} onFinish={(values) => void submit(values as { note: string; status: 'done' | 'cancelled' })} requiredMark={false}>
        <Form.Item name="status" label="结果">
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
        <Button type="primary" htmlType="submit" loading={busy}>
          确认
        </Button>
      </Form>
    </section>
  );
}
