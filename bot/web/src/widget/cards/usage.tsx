// Cards about usage, tiers, prices and what another tariff would have cost.

import { TierBar } from '../charts/TierBar';
import { UsageBars } from '../charts/UsageBars';
import { Badge, CardFrame, Facts, Headline, Notes, NumbersBehind, SourceNote, Table } from './frame';
import type { ComparisonCard, PricesCard, TiersCard, UsageCard } from './types';
import { BAND, figure, kwh, percent, plainKwh, plainPrice, size, unitPrice, yuan } from './words';

export function Usage({ card }: { card: UsageCard }) {
  const split = card.points.some((point) => point.peak_kwh !== undefined && point.valley_kwh !== undefined);
  const flat = card.points.some((point) => point.flat_kwh !== undefined);
  return (
    <CardFrame title={`${card.label}用电量`} account={card.account}>
      <Headline label="合计" value={plainKwh(card.total_kwh)} unit="度" />
      <UsageBars points={card.points} label={`${card.label}用电量`} />
      <Facts
        facts={[
          { label: card.granularity === 'day' ? '平均每天' : '平均每月', value: kwh(card.average_kwh) },
          card.peak_kwh !== undefined && { label: '峰段', value: kwh(card.peak_kwh) },
          card.flat_kwh !== undefined && { label: '平段', value: kwh(card.flat_kwh) },
          card.valley_kwh !== undefined && { label: '谷段', value: kwh(card.valley_kwh) },
        ]}
      />
      <NumbersBehind>
        <Table
          caption={`${card.label}用电量`}
          head={split ? ['时间', '电量（度）', '峰', ...(flat ? ['平'] : []), '谷'] : ['时间', '电量（度）']}
          rows={card.points.map((point) => {
            const label = point.estimated ? `${point.label}（估算）` : point.label;
            const used = (band: string | undefined) => (band === undefined ? '' : plainKwh(band));
            return split
              ? [label, plainKwh(point.kwh), used(point.peak_kwh), ...(flat ? [used(point.flat_kwh)] : []), used(point.valley_kwh)]
              : [label, plainKwh(point.kwh)];
          })}
        />
      </NumbersBehind>
      {card.missing && card.missing.length > 0 && <Notes notes={[`没有数据：${card.missing.join('、')}`]} />}
    </CardFrame>
  );
}

export function Tiers({ card }: { card: TiersCard }) {
  const period = card.label ?? (card.year ? `${card.year}年` : '本年');
  return (
    <CardFrame title={`${period}阶梯用电`} account={card.account} badge={<Badge tone={card.current_tier === 1 ? 'good' : 'warm'}>第{tierName(card.current_tier)}档</Badge>}>
      <Headline
        label={card.left_in_tier_kwh === undefined ? '已在最高一档，累计用电' : '离下一档还有'}
        value={plainKwh(card.left_in_tier_kwh ?? card.used_kwh)}
        unit="度"
      />
      <TierBar steps={card.steps} used={card.used_kwh} projected={card.projected_kwh} />
      <Table
        caption="各档电量与电价"
        head={card.steps.some((step) => step.valley_price) ? ['档', '电量（度）', '峰价（元）', '谷价（元）'] : ['档', '电量（度）', '电价（元）']}
        rows={card.steps.map((step) => {
          const row = [
            `第${tierName(step.tier)}档`,
            `${plainKwh(step.from_kwh)}${step.to_kwh === undefined ? ' 以上' : ` – ${plainKwh(step.to_kwh)}`}`,
            plainPrice(step.price),
          ];
          return card.steps.some((other) => other.valley_price) ? [...row, step.valley_price ? plainPrice(step.valley_price) : ''] : row;
        })}
      />
      <Facts
        facts={[
          {
            label: '再用一度电',
            value: card.next_kwh_valley_price
              ? `峰 ${unitPrice(card.next_kwh_price)}，谷 ${unitPrice(card.next_kwh_valley_price)}`
              : unitPrice(card.next_kwh_price),
          },
        ]}
      />
      <SourceNote price={card.price} />
    </CardFrame>
  );
}

export function Prices({ card }: { card: PricesCard }) {
  return (
    <CardFrame title={card.title} period={card.region} badge={<Badge tone="plain">{card.region}</Badge>}>
      <PriceTable card={card} />
      <Facts facts={card.windows.map((window) => ({ label: `${BAND[window.band] ?? ''}段`, value: window.label }))} />
      <Notes notes={[card.note]} />
      <SourceNote price={card.price} />
    </CardFrame>
  );
}

/** A row a tier, a column a band, where each price has its place in that; else a row a price. */
function PriceTable({ card }: { card: PricesCard }) {
  const tiers = [...new Set(card.rows.map((row) => row.tier))];
  const bands = [undefined, 'peak', 'flat', 'valley'].filter((band) => card.rows.some((row) => row.band === band));
  const at = (tier: number | undefined, band: string | undefined) => card.rows.filter((row) => row.tier === tier && row.band === band);
  const fits = tiers.every((tier) => tier !== undefined && bands.every((band) => at(tier, band).length <= 1)) && tiers.length < card.rows.length;
  if (!fits) {
    return (
      <Table
        caption={card.title}
        head={['项目', '电量范围（度）', '元/度']}
        rows={card.rows.map((row) => [bare(row.label), range(row.from_kwh, row.to_kwh), plainPrice(row.price)])}
      />
    );
  }
  return (
    <Table
      caption={`${card.title}，元/度`}
      head={['元/度', '电量（度）', ...bands.map((band) => (band === undefined ? (bands.length > 1 ? '不分时' : '电价') : (BAND[band] ?? band)))]}
      rows={tiers.map((tier) => {
        const ranged = card.rows.find((row) => row.tier === tier && (row.from_kwh !== undefined || row.to_kwh !== undefined));
        return [`第${tierName(tier!)}档`, range(ranged?.from_kwh, ranged?.to_kwh), ...bands.map((band) => (at(tier, band)[0] ? plainPrice(at(tier, band)[0]!.price) : ''))];
      })}
    />
  );
}

/** “第一档（每年0到2760度）每度” → “第一档”: the range has its own column. */
function bare(label: string): string {
  return label.replace(/（每[^）]*）/, '').replace(/每度$/, '') || label;
}

export function TariffComparison({ card }: { card: ComparisonCard }) {
  const amounts = card.options.map((option) => size(option.amount));
  const largest = Math.max(...amounts, 1);
  const known = card.options.filter((option) => option.amount !== undefined && option.available);
  const best = known.reduce<(typeof known)[number] | null>((least, option) => (least === null || size(option.amount) < size(least.amount) ? option : least), null);
  return (
    <CardFrame title="换一种计价，会便宜吗" period={card.label} account={card.account}>
      <p className="lead">{`按${card.label}实际用电 ${kwh(card.kwh)}计算`}</p>
      <ul className="options">
        {card.options.map((option) => (
          <li key={option.id} className={option.available ? undefined : 'option-off'}>
            <p className="option-head">
              <span className="option-name">{option.label}</span>
              {option.current && <Badge tone="plain">现在</Badge>}
              {option === best && !option.current && <Badge tone="good">最省</Badge>}
              {!option.available && <Badge tone="plain">暂不适用</Badge>}
              {option.amount !== undefined && <b>{figure(option.amount)} 元</b>}
            </p>
            {option.amount !== undefined && option.available && (
              <i className={`option-bar${option === best ? ' option-best' : ''}`} aria-hidden="true" style={{ width: `${(size(option.amount) / largest) * 100}%` }} />
            )}
            <p className="option-note">
              {option.difference !== undefined && !option.current && <span>{differs(option.difference)}</span>}
              {option.note}
            </p>
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          card.valley_share !== undefined && { label: '您的谷段用电', value: percent(card.valley_share) },
          card.break_even_valley_share !== undefined && { label: '划算的界限', value: `谷段超过 ${percent(card.break_even_valley_share)}` },
        ]}
      />
      <SourceNote price={card.price} />
    </CardFrame>
  );
}

/** “比现在少 12.30 元。” */
function differs(difference: string): string {
  if (size(difference) === 0) return '和现在一样。';
  return `比现在${size(difference) < 0 ? '少' : '多'} ${yuan(difference.replace('-', ''))}。`;
}

function range(from: string | undefined, to: string | undefined): string {
  if (from === undefined && to === undefined) return '不分档';
  if (to === undefined) return `${plainKwh(from ?? '0')} 以上`;
  return `${plainKwh(from ?? '0')} – ${plainKwh(to)}`;
}

function tierName(tier: number): string {
  return ['一', '二', '三', '四', '五'][tier - 1] ?? String(tier);
}
