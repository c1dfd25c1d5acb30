// The list of stored requests: the most urgent first, overdue ones marked.

import { Alert, Button, Empty, Grid, Segmented, Select, Skeleton, Table, type TableColumnsType } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useAlarm, type Sound } from './alarm';
import { RequestPanel } from './RequestPanel';
import { staffApi, StaffError, type RequestSummary } from './staffApi';
import { KINDS, left, moment, PRIORITY, STATUS } from './words';

const SOUND: Record<Sound, string> = { off: '声音提醒：关', on: '声音提醒：开', blocked: '声音提醒：点一下恢复' };

const ALARMS_SHOWN = 3;
const REFRESH_MS = 20_000;

interface Found {
  requests: RequestSummary[];
  next: number | null;
}

export function Requests({ onSignedOut }: { onSignedOut: () => void }) {
  const [status, setStatus] = useState('open');
  const [kind, setKind] = useState<string | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [now, setNow] = useState(Date.now);
  // A table needs the width of a desktop; less leaves no room for what was asked.
  const wide = Grid.useBreakpoint().lg ?? true;

  const alarm = useAlarm(setChosen, onSignedOut);
  const markSeen = alarm.seen;
  useEffect(() => {
    if (chosen) markSeen(chosen);
  }, [chosen, markSeen]);

  const failed = useCallback(
    (failure: unknown) => {
      if (failure instanceof StaffError && failure.status === 401) onSignedOut();
      else setError((failure as Error).message);
    },
    [onSignedOut],
  );

  const load = useCallback(
    async (quiet: boolean) => {
      if (!quiet) setBusy(true);
      try {
        setFound(await staffApi.list(status, kind, 0));
        setError(null);
        setNow(Date.now());
      } catch (failure) {
        failed(failure);
      } finally {
        setBusy(false);
      }
    },
    [status, kind, failed],
  );

  useEffect(() => {
    setFound(null);
    void load(false);
    const timer = setInterval(() => void load(true), REFRESH_MS);
    return () => clearInterval(timer);
  }, [load]);

  const more = async () => {
    if (!found || found.next === null) return;
    setBusy(true);
    try {
      const page = await staffApi.list(status, kind, found.next);
      const known = new Set(found.requests.map((request) => request.number));
      setFound({ requests: [...found.requests, ...page.requests.filter((request) => !known.has(request.number))], next: page.next });
    } catch (failure) {
      failed(failure);
    } finally {
      setBusy(false);
    }
  };

  // What alarms stands in the list as well, at once.
  const newest = alarm.unseen[0]?.number;
  useEffect(() => {
    if (newest) void load(true);
  }, [newest, load]);

  const requests = found?.requests ?? [];
  const overdue = requests.filter((request) => request.overdue).length;

  return (
    <>
      <div className="bar">
        <h1>服务请求</h1>
        <p className="bar-count" role="status">
          {found && `${requests.length}${found.next === null ? '' : '+'} 条${overdue > 0 ? `，${overdue} 条超时` : ''}`}
        </p>
        <Segmented
          aria-label="按状态筛选"
          value={status}
          onChange={setStatus}
          options={[
            { value: 'open', label: '待办' },
            { value: 'done', label: '已办结' },
            { value: 'cancelled', label: '已取消' },
            { value: 'all', label: '全部' },
          ]}
        />
        <Select aria-label="按类型筛选" allowClear placeholder="全部类型" value={kind} onChange={(value) => setKind(value ?? null)} options={KINDS} className="bar-kind" />
        <Button onClick={() => void load(false)} loading={busy}>
          刷新
        </Button>
        <Button
          className={`bar-sound bar-sound-${alarm.sound}`}
          aria-pressed={alarm.sound === 'on'}
          onClick={alarm.toggleSound}
        >
          {SOUND[alarm.sound]}
        </Button>
      </div>
      <div role="region" aria-label="紧急请求" aria-live="assertive" className="alarms">
        {alarm.unseen.slice(0, ALARMS_SHOWN).map((request) => (
          <button key={request.number} type="button" className="alarm" onClick={() => setChosen(request.number)}>
            <b>紧急</b>
            <span>
              {request.title} {request.number}：{request.summary}
            </span>
            <i>查看</i>
          </button>
        ))}
        {alarm.unseen.length > ALARMS_SHOWN && <p className="alarms-more">还有 {alarm.unseen.length - ALARMS_SHOWN} 件紧急的没有看过，在列表最前面。</p>}
      </div>
      {alarm.deaf && !error && <Alert className="bar-error" type="warning" showIcon title="连不上服务，新的紧急请求可能没有提醒。正在重试。" />}
      {error && <Alert className="bar-error" type="error" showIcon title={error} action={<Button size="small" onClick={() => void load(false)}>重试</Button>} />}
      {!found && !error && <Skeleton active paragraph={{ rows: 6 }} className="waiting" />}
      {found && requests.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={status === 'open' && !kind ? '没有待办的请求' : '没有符合条件的请求'} />
      )}
      {found && requests.length > 0 && (wide ? <Wide requests={requests} now={now} onChoose={setChosen} /> : <Narrow requests={requests} now={now} onChoose={setChosen} />)}
      {found?.next != null && (
        <Button className="more" block onClick={() => void more()} loading={busy}>
          显示更多
        </Button>
      )}
      <RequestPanel
        number={chosen}
        onClose={() => setChosen(null)}
        onChanged={() => void load(true)}
        onSignedOut={onSignedOut}
      />
    </>
  );
}

interface ListProps {
  requests: RequestSummary[];
  now: number;
  onChoose: (number: string) => void;
}

export function PriorityTag({ request }: { request: RequestSummary }) {
  const priority = request.priority in PRIORITY ? request.priority : 'normal';
  return <span className={`priority priority-${priority}`}>{PRIORITY[priority]}</span>;
}

function Due({ request, now }: { request: RequestSummary; now: number }) {
  if (request.status !== 'open') return <>{moment(request.due_at)}</>;
  return (
    <span className={request.overdue ? 'overdue' : undefined}>
      {moment(request.due_at)}
      <small>{request.overdue ? left(request.due_at, Math.max(now, Date.parse(request.due_at) + 60_000)) : left(request.due_at, now)}</small>
    </span>
  );
}

function Wide({ requests, now, onChoose }: ListProps) {
  const columns: TableColumnsType<RequestSummary> = [
    { title: '优先级', key: 'priority', width: 84, render: (_, request) => <PriorityTag request={request} /> },
    {
      title: '单号',
      key: 'number',
      width: 168,
      render: (_, request) => (
        <button type="button" className="number" onClick={() => onChoose(request.number)}>
          {request.number}
        </button>
      ),
    },
    { title: '类型', dataIndex: 'title', width: 128 },
    { title: '诉求', dataIndex: 'summary', render: (summary: string) => <span className="summary">{summary}</span> },
    { title: '回电', key: 'phone', width: 128, render: (_, request) => request.phone_masked ?? <span className="none">未留</span> },
    { title: '登记', key: 'created', width: 128, className: 'moment', render: (_, request) => moment(request.created_at) },
    { title: '期限', key: 'due', width: 132, className: 'moment', render: (_, request) => <Due request={request} now={now} /> },
    { title: '状态', key: 'status', width: 84, render: (_, request) => <span className={`status-${request.status}`}>{STATUS[request.status]}</span> },
  ];
  return (
    <Table
      rowKey="number"
      columns={columns}
      dataSource={requests}
      pagination={false}
      rowClassName={(request) => (request.overdue ? 'row row-overdue' : 'row')}
      onRow={(request) => ({ onClick: () => onChoose(request.number) })}
    />
  );
}

function Narrow({ requests, now, onChoose }: ListProps) {
  return (
    <ul className="cards">
      {requests.map((request) => (
        <li key={request.number}>
          <button type="button" className={request.overdue ? 'card card-overdue' : 'card'} onClick={() => onChoose(request.number)}>
            <span className="card-head">
              <b>{request.title}</b>
              <PriorityTag request={request} />
            </span>
            <span className="summary">{request.summary}</span>
            <span className="card-foot">
              {request.number}
              <Due request={request} now={now} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
