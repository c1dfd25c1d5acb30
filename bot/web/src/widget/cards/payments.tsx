// Cards about money owed and paid: balance, late fee, payments, invoices, ways to pay.

import { Badge, Basis, CardFrame, Facts, Headline, named, Notes, Folded, StatusBadge, Table } from './frame';
import type { BalanceCard, InvoicesCard, LateFeeCard, PaymentWaysCard, PaymentsCard } from './types';
import { figure, INVOICE_STATUS, moment, PAYMENT_STATUS, shortDay, size, span, yuan } from './words';

export function Balance({ card }: { card: BalanceCard }) {
  const prepaid = card.payment_mode === 'prepaid';
  const owes = size(card.total_due) > 0;
  const low = card.low === true || (prepaid && size(card.balance) <= 0);
  return (
    <CardFrame
      title={prepaid ? '电费余额' : '应交电费'}
      period={`截至${moment(card.as_of)}`}
      account={card.account}
      badge={owes ? <Badge tone="warm">待交</Badge> : low ? <Badge tone="warm">余额不多</Badge> : prepaid ? null : <Badge tone="good">已交清</Badge>}
    >
      {prepaid && card.balance !== undefined ? (
        <Headline label="当前余额" value={figure(card.balance)} unit="元" />
      ) : (
        <Headline label={owes ? '现在共应交' : '没有待交的电费'} value={figure(card.total_due)} unit="元" />
      )}
      {card.items.length > 0 && (
        <Table
          caption="待交明细"
          head={['月份', '未交（元）', '违约金（元）', '截止']}
          rows={card.items.map((item) => [
            item.label,
            figure(item.unpaid),
            figure(item.late_fee),
            item.days_overdue > 0 ? <span key="due" className="late">逾期 {item.days_overdue} 天</span> : shortDay(item.due_on),
          ])}
        />
      )}
      <Facts
        facts={[
          prepaid && owes && { label: '现在共应交', value: yuan(card.total_due) },
          card.arrears !== undefined && size(card.arrears) > 0 && { label: '其中欠费', value: yuan(card.arrears) },
          card.late_fee !== undefined && size(card.late_fee) > 0 && { label: '其中违约金', value: yuan(card.late_fee) },
        ]}
      />
      <Notes notes={card.notes} />
      <p className="source">截至{moment(card.as_of)}，刚交的费可能还没有入账。</p>
    </CardFrame>
  );
}

export function LateFee({ card }: { card: LateFeeCard }) {
  return (
    <CardFrame title="电费违约金" period={span(card.items.map((item) => item.label))} account={card.account}>
      <Headline label={card.settled ? '违约金合计（已结清）' : '到今天合计'} value={figure(card.total)} unit="元" />
      <ul className="entries">
        {card.items.map((item) => (
          <li key={item.label}>
            <p className="entry-head">
              <span>{item.label}</span>
              <b>{yuan(item.fee)}</b>
            </p>
            <p className="entry-more">
              未交 {yuan(item.unpaid)}，{shortDay(item.from)}至{shortDay(item.until)}共 {item.days} 天，每天 {item.rate}
              {item.capped ? '，已到上限' : ''}
            </p>
          </li>
        ))}
      </ul>
      <Basis title="计算依据">
        {card.rule.join('')}
        {named(card.source) && `依据：${named(card.source)}。`}
      </Basis>
    </CardFrame>
  );
}

export function Payments({ card }: { card: PaymentsCard }) {
  const posted = card.items.filter((item) => item.status === 'posted' && (item.posted_at || item.reference_masked));
  return (
    <CardFrame title={`${card.label ?? ''}交费记录`} account={card.account}>
      <ul className="entries">
        {card.items.map((item, index) => (
          <li key={index}>
            <p className="entry-head">
              <span>{moment(item.paid_at)}</span>
              {item.status_label ? (
                <Badge tone={PAYMENT_STATUS[item.status]?.tone ?? 'plain'}>{item.status_label}</Badge>
              ) : (
                <StatusBadge states={PAYMENT_STATUS} status={item.status} />
              )}
              <b>{yuan(item.amount)}</b>
            </p>
            <p className="entry-more">
              {item.channel}
              {item.bill_label ? `，${item.bill_label}` : ''}
              {item.status !== 'posted' && item.reference_masked ? `，流水号 ${item.reference_masked}` : ''}
            </p>
          </li>
        ))}
      </ul>
      {posted.length > 0 && (
        <Folded title="入账时间和流水号">
          <Table
            caption="入账时间和流水号"
            head={['交费', '入账', '流水号']}
            rows={posted.map((item) => [moment(item.paid_at), item.posted_at ? moment(item.posted_at) : '', item.reference_masked ?? ''])}
          />
        </Folded>
      )}
    </CardFrame>
  );
}

export function Invoices({ card }: { card: InvoicesCard }) {
  return (
    <CardFrame title="电费发票" period={span(card.items.map((item) => item.label))} account={card.account}>
      <ul className="entries">
        {card.items.map((item) => (
          <li key={item.month + (item.number ?? '')}>
            <p className="entry-head">
              <span>{item.label}</span>
              <StatusBadge states={INVOICE_STATUS} status={item.status} />
              <b>{yuan(item.amount)}</b>
            </p>
            {(item.kind || item.issued_on) && (
              <p className="entry-more">{[item.kind, item.issued_on && `${shortDay(item.issued_on)}开具`].filter(Boolean).join('，')}</p>
            )}
            {item.number && <p className="entry-more">号码 {item.number}</p>}
          </li>
        ))}
      </ul>
    </CardFrame>
  );
}

export function PaymentWays({ card }: { card: PaymentWaysCard }) {
  const groups: [string, PaymentWaysCard['online']][] = [
    ['线上', card.online],
    ['线下', card.offline],
  ];
  if (card.first === 'offline') groups.reverse();
  return (
    <CardFrame title="怎样交电费">
      {groups.map(([name, ways]) => (
        <div key={name} className="ways">
          <h4>{name}</h4>
          {ways.map((way) => (
            <p key={way.label}>
              <b>{way.label}</b>　{way.how}
            </p>
          ))}
        </div>
      ))}
      <Notes notes={[card.note]} />
    </CardFrame>
  );
}
