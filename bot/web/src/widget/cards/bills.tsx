// Cards about bills: one, several, and why one differs from another.

import { useState } from 'react';
import { Waterfall } from '../charts/Waterfall';
import { CardFrame, Facts, Folded, Headline, Notes, SourceNote, StatusBadge, Table } from './frame';
import type { BillCard, BillChangeCard, BillListCard, Comparison } from './types';
import { BILL_STATUS, figure, kwh, plainKwh, plainPrice, shortDay, size, yuan } from './words';

export function Bill({ card }: { card: BillCard }) {
  const open = card.status !== 'paid';
  return (
    <CardFrame title={`${card.label}电费账单`} account={card.account} badge={<StatusBadge states={BILL_STATUS} status={card.status} />}>
      <Headline label={`用电 ${kwh(card.kwh)}，电费`} value={figure(card.amount)} unit="元" />
      <Table
        caption={`${card.label}电费明细`}
        head={['项目', '电量（度）', '单价（元）', '金额（元）']}
        rows={card.lines.map((line) => [
          line.label,
          line.kwh === undefined ? '' : plainKwh(line.kwh),
          line.unit_price === undefined ? '' : plainPrice(line.unit_price),
          figure(line.amount),
        ])}
      />
      <Facts
        facts={[
          { label: '计费期间', value: `${shortDay(card.start)}至${shortDay(card.end)}${card.days ? `，共 ${card.days} 天` : ''}` },
          card.peak_kwh !== undefined && card.valley_kwh !== undefined && { label: '峰谷电量', value: [`峰 ${kwh(card.peak_kwh)}`, card.flat_kwh !== undefined && `平 ${kwh(card.flat_kwh)}`, `谷 ${kwh(card.valley_kwh)}`].filter(Boolean).join('，') },
          open && size(card.paid_amount) > 0 && { label: '已交', value: yuan(card.paid_amount) },
          open && { label: '交费截止', value: shortDay(card.due_on) },
          size(card.late_fee) > 0 && { label: '违约金（另计）', value: yuan(card.late_fee!) },
        ]}
      />
      <Notes notes={card.notes} />
      <SourceNote price={card.price} />
    </CardFrame>
  );
}

/** More months than this don't fit a phone. */
const MONTHS_SHOWN = 6;
/** So many sentences fit below their chart. */
const REASONS_SHOWN = 2;

export function BillList({ card }: { card: BillListCard }) {
  const [whole, showWhole] = useState(card.items.length <= MONTHS_SHOWN + 1);
  const shown = whole ? card.items : card.items.slice(-MONTHS_SHOWN);
  const largest = Math.max(...card.items.map((item) => size(item.amount)), 1);
  return (
    <CardFrame title={`${card.label}电费`} account={card.account}>
      <Headline label={`合计 ${kwh(card.total_kwh)}，电费`} value={figure(card.total_amount)} unit="元" />
      <Table
        caption={`${card.label}各月电费`}
        head={['月份', '电量（度）', '电费（元）', '状态']}
        rows={shown.map((item) => [
          item.label,
          plainKwh(item.kwh),
          <span className="with-bar" key="amount">
            {figure(item.amount)}
            <i aria-hidden="true" style={{ width: `${(size(item.amount) / largest) * 100}%` }} />
          </span>,
          <StatusBadge key="status" states={BILL_STATUS} status={item.status} />,
        ])}
      />
      {!whole && (
        <button type="button" className="link-button show-whole" onClick={() => showWhole(true)}>
          展开全部 {card.items.length} 个月
        </button>
      )}
      {card.missing && card.missing.length > 0 && <Notes notes={[`没有查到账单的月份：${card.missing.join('、')}`]} />}
    </CardFrame>
  );
}

export function BillChange({ card }: { card: BillChangeCard }) {
  const [shown, show] = useState(0);
  const comparison = card.comparisons[shown] ?? card.comparisons[0]!;
  const more = size(comparison.change) >= 0;
  return (
    <CardFrame title={`${card.current.label}电费变化`} account={card.account}>
      {card.comparisons.length > 1 && (
        <div className="switch" role="group" aria-label="和哪个月比">
          {card.comparisons.map((other, index) => (
            <button key={other.label} type="button" aria-pressed={index === shown} onClick={() => show(index)}>
              {other.label}
            </button>
          ))}
        </div>
      )}
      <Headline
        label={`比${comparison.base.label}${more ? '多' : '少'}`}
        value={figure(comparison.change.replace('-', ''))}
        unit="元"
        tone={more ? 'rise' : 'fall'}
      />
      <Waterfall comparison={comparison} current={card.current} />
      <Reasons parts={comparison.parts} />
      <Notes notes={card.notes} />
    </CardFrame>
  );
}

/** Each part in a sentence; many of them are folded, the chart above has named them. */
function Reasons({ parts }: { parts: Comparison['parts'] }) {
  const sentences = (
    <ul className="reasons">
      {parts.map((part) => (
        <li key={part.factor + part.label}>{part.sentence}</li>
      ))}
    </ul>
  );
  return parts.length > REASONS_SHOWN ? <Folded title="每一项怎么算的">{sentences}</Folded> : sentences;
}
