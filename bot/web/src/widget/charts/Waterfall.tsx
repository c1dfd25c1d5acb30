// From the earlier bill to this one: each cause as a step, the steps meeting both ends.

import type { Comparison, Period } from '../cards/types';
import { figure, kwh, signedYuan, size, yuan } from '../cards/words';
import { useWidth } from './useWidth';

const ROW = 29;
const BAR = 12;

/** “2026年7月 544 度，31 天” */
function whole(period: Period): string {
  return `${period.label}　${kwh(period.kwh)}，${period.days} 天`;
}

export function Waterfall({ comparison, current }: { comparison: Comparison; current: Period }) {
  const [ref, width] = useWidth<HTMLDivElement>(290);
  const parts = comparison.parts.filter((part) => size(part.amount) !== 0);
  let reached = size(comparison.base.amount);
  const steps = parts.map((part) => {
    const from = reached;
    reached += size(part.amount);
    return { part, from, to: reached };
  });
  const ends = [size(comparison.base.amount), size(current.amount), ...steps.flatMap((step) => [step.from, step.to])];
  const high = Math.max(...ends, 1);
  const low = Math.min(...ends, 0);
  const x = (value: number) => ((value - low) / (high - low)) * width;
  const rows = [
    { key: 'base', label: whole(comparison.base), value: yuan(comparison.base.amount), from: 0, to: size(comparison.base.amount), kind: 'whole' },
    ...steps.map(({ part, from, to }) => ({
      key: part.factor + part.label,
      label: part.label,
      value: signedYuan(part.amount),
      from,
      to,
      kind: to >= from ? 'rise' : 'fall',
    })),
    { key: 'now', label: whole(current), value: yuan(current.amount), from: 0, to: size(current.amount), kind: 'now' },
  ];

  return (
    <div className="chart waterfall" ref={ref}>
      <svg
        width={width}
        height={rows.length * ROW}
        viewBox={`0 0 ${width} ${rows.length * ROW}`}
        role="img"
        aria-label={`${comparison.base.label} ${figure(comparison.base.amount)} 元，${parts
          .map((part) => `${part.label} ${signedYuan(part.amount)}`)
          .join('，')}，${current.label} ${figure(current.amount)} 元`}
      >
        {rows.slice(0, -1).map((row, index) => (
          <line key={row.key} x1={x(row.to)} x2={x(row.to)} y1={index * ROW + 17 + BAR - 4} y2={(index + 1) * ROW + 17} className="joint" />
        ))}
        {rows.map((row, index) => {
          const y = index * ROW;
          const left = x(Math.min(row.from, row.to));
          const long = Math.max(2, x(Math.max(row.from, row.to)) - left);
          return (
            <g key={row.key}>
              <text x={0} y={y + 12} className="row-label">
                {row.label}
              </text>
              <text x={width} y={y + 12} className={`row-value row-${row.kind}`} textAnchor="end">
                {row.value}
              </text>
              <rect x={Math.min(left, width - long)} y={y + 17} width={long} height={BAR - 4} rx={2.5} className={`step-${row.kind}`} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
