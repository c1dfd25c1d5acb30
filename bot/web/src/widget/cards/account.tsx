// Cards about the account itself: accounts to choose from, meter readings, stored requests.

import { Badge, CardFrame, Facts, Notes, StatusBadge, Table } from './frame';
import type { AccountsCard, ReadingsCard, RequestCard } from './types';
import { moment, plainKwh, REQUEST_STATUS, shortDay } from './words';

export function Accounts({ card }: { card: AccountsCard }) {
  return (
    <CardFrame title="您的用电户" period={`共${card.items.length}户`}>
      <ul className="entries">
        {card.items.map((item) => (
          <li key={item.number_masked}>
            <p className="entry-head">
              <span>户号 {item.number_masked}</span>
              {item.selected && <Badge tone="good">当前</Badge>}
            </p>
            <p className="entry-more">{item.address_masked}</p>
          </li>
        ))}
      </ul>
    </CardFrame>
  );
}

export function Readings({ card }: { card: ReadingsCard }) {
  return (
    <CardFrame title={`${card.label}抄表示数`} account={card.account}>
      {card.items.map((item) => (
        <div key={item.label + item.meter_masked} className="reading">
          {card.items.length > 1 && <h4>{item.label}</h4>}
          <Table
            caption={`${item.label}抄表示数`}
            head={['示数', '上次', '本次', '电量（度）']}
            rows={item.rows.map((row) => [row.label, plainKwh(row.previous), plainKwh(row.current), plainKwh(row.kwh)])}
          />
          <Facts
            facts={[
              { label: '电表', value: item.meter_masked },
              { label: '抄表', value: `${shortDay(item.read_on)}，${item.method_label}` },
            ]}
          />
        </div>
      ))}
      <Notes notes={card.notes} />
    </CardFrame>
  );
}

export function Request({ card }: { card: RequestCard }) {
  return (
    <CardFrame title={card.title} period={`单号${card.number}`} badge={<StatusBadge states={REQUEST_STATUS} status={card.status} />}>
      <p className="ticket">
        <span>单号</span>
        <b>{card.number}</b>
      </p>
      <p className="lead">{card.summary}</p>
      <Facts
        facts={[
          { label: '登记时间', value: moment(card.created_at) },
          card.status === 'open' && { label: '最晚答复', value: moment(card.due_at) },
        ]}
      />
    </CardFrame>
  );
}
