// Where the used kWh stand in the tiers: one bar, a mark for today.

import type { TierStep } from '../cards/types';
import { plainKwh, size } from '../cards/words';
import { useWidth } from './useWidth';

export function TierBar({ steps, used, projected }: { steps: TierStep[]; used: string; projected?: string | undefined }) {
  const [ref, width] = useWidth<HTMLDivElement>(290);
  const limits = steps.map((step) => size(step.to_kwh)).filter((limit) => limit > 0);
  const lastLimit = Math.max(0, ...limits);
  // The open last tier gets a fifth of the bar, or what the use needs.
  const end = Math.max(lastLimit * 1.25, size(used) * 1.08, size(projected) * 1.04, 1);
  const x = (value: number) => (Math.min(value, end) / end) * width;
  const at = x(size(used));
  const words = `本期已用 ${plainKwh(used)} 度`;

  return (
    <div className="chart" ref={ref}>
      <svg width={width} height={82} viewBox={`0 0 ${width} 82`} role="img" aria-label={`${words}，分档界限为 ${limits.map((limit) => `${limit} 度`).join('、')}`}>
        {steps.map((step) => {
          const from = x(size(step.from_kwh));
          const to = step.to_kwh === undefined ? width : x(size(step.to_kwh));
          return (
            <g key={step.tier}>
              <rect x={from + (step.tier > 1 ? 1 : 0)} y={26} width={Math.max(0, to - from - 1)} height={16} className={`tier-${Math.min(step.tier, 3)}`} />
              <text x={(from + to) / 2} y={38} className="tier-name" textAnchor="middle">
                {to - from > 36 ? `${['一', '二', '三', '四'][step.tier - 1] ?? step.tier}档` : ''}
              </text>
              {step.to_kwh !== undefined && (
                <text x={to} y={59} className="tick" textAnchor="middle">
                  {plainKwh(step.to_kwh)}
                </text>
              )}
            </g>
          );
        })}
        <path d={`M${at - 5} 16h10l-5 8z`} className="mark" />
        <text x={Math.min(Math.max(at, 44), width - 44)} y={12} className="peak-label" textAnchor="middle">
          已用 {plainKwh(used)} 度
        </text>
        {projected !== undefined && (
          <g>
            <line x1={x(size(projected))} x2={x(size(projected))} y1={24} y2={46} className="guess" />
            <text x={Math.min(Math.max(x(size(projected)), 56), width - 56)} y={77} className="tick" textAnchor="middle">
              按此推算全年约 {plainKwh(projected)}
            </text>
          </g>
        )}
      </svg>
    </div>
  );
}
