// Usage by month or day as bars; peak and valley stacked where both are known.

import type { UsagePoint } from '../cards/types';
import { kwh, size } from '../cards/words';
import { useWidth } from './useWidth';

const HEIGHT = 148;
const TOP = 20;
const BOTTOM = 22;
const LEFT = 38;

const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The next round number above `largest`: a step times a power of ten, so that the highest bar fills most of the height. */
export function roundTop(largest: number): number {
  if (largest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = STEPS.find((factor) => factor * power >= largest * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(3));
}

export function UsageBars({ points, label }: { points: UsagePoint[]; label: string }) {
  const [ref, width] = useWidth<HTMLDivElement>(290);
  const top = roundTop(Math.max(...points.map((point) => size(point.kwh))));
  const split = points.some((point) => point.peak_kwh !== undefined && point.valley_kwh !== undefined);
  const threeBands = points.some((point) => point.flat_kwh !== undefined);
  const guessed = points.some((point) => point.estimated);
  const slot = (width - LEFT) / points.length;
  const bar = Math.max(2, Math.min(28, slot * 0.64));
  const plot = HEIGHT - TOP - BOTTOM;
  const height = (value: number) => (value / top) * plot;
  const every = Math.max(1, Math.ceil(44 / slot));
  const highest = points.reduce((best, point) => (size(point.kwh) > size(best.kwh) ? point : best), points[0]!);

  return (
    <div className="chart" ref={ref}>
      {split && (
        <p className="legend" aria-hidden="true">
          <span className="swatch swatch-peak" />峰段 {threeBands && <><span className="swatch swatch-flat" />平段 </>}<span className="swatch swatch-valley" />谷段
        </p>
      )}
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={`${label}柱状图，最高是${highest.label}，${kwh(highest.kwh)}`}
      >
        <defs>
          <pattern id="guessed" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2" height="5" className="hatch" />
          </pattern>
        </defs>
        {[0, 0.5, 1].map((part) => {
          const y = TOP + plot - part * plot;
          return (
            <g key={part}>
              <line x1={LEFT} x2={width} y1={y} y2={y} className={part === 0 ? 'axis' : 'grid'} />
              <text x={LEFT - 6} y={y + 4} className="tick" textAnchor="end">
                {formatTick(top * part)}
              </text>
            </g>
          );
        })}
        {points.map((point, index) => {
          const x = LEFT + slot * index + (slot - bar) / 2;
          const all = height(size(point.kwh));
          const base = TOP + plot;
          const both = point.peak_kwh !== undefined && point.valley_kwh !== undefined;
          const valley = both ? height(size(point.valley_kwh)) : 0;
          const flat = both ? height(size(point.flat_kwh)) : 0;
          const corner = Math.min(3, bar / 3);
          return (
            <g key={point.date}>
              <title>
                {`${point.label}：${kwh(point.kwh)}${both ? `（${bands(point)}）` : ''}${point.estimated ? '，估算' : ''}`}
              </title>
              <rect x={x} y={base - all} width={bar} height={Math.max(0, all - valley - flat)} rx={corner} className={both ? 'bar-peak' : 'bar-all'} />
              {flat > 0 && <rect x={x} y={base - valley - flat} width={bar} height={flat} className="bar-flat" />}
              {both && <rect x={x} y={base - valley} width={bar} height={valley} rx={corner} className="bar-valley" />}
              {point.estimated && <rect x={x} y={base - all} width={bar} height={all} rx={corner} fill="url(#guessed)" />}
              {point === highest && points.length > 1 && (
                <text x={Math.min(Math.max(x + bar / 2, LEFT + 12), width - 14)} y={base - all - 6} className="peak-label" textAnchor="middle">
                  {size(point.kwh) < 100 ? Number(size(point.kwh).toFixed(1)) : Math.round(size(point.kwh))}
                </text>
              )}
              {(points.length - 1 - index) % every === 0 && (
                <text
                  x={Math.min(x + bar / 2, width - shortLabel(point.label).length * 5)}
                  y={HEIGHT - 6}
                  className="tick"
                  textAnchor="middle"
                >
                  {shortLabel(point.label)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      {guessed && <p className="legend">斜纹柱为估算值</p>}
    </div>
  );
}

/** “峰 12 度，平 30 度，谷 8 度”: the bands that are known. */
function bands(point: UsagePoint): string {
  const known: [string, string | undefined][] = [
    ['峰', point.peak_kwh],
    ['平', point.flat_kwh],
    ['谷', point.valley_kwh],
  ];
  return known.flatMap(([name, used]) => (used === undefined ? [] : [`${name} ${kwh(used)}`])).join('，');
}

/** “2026年3月” → “3月”, “3月5日” → “3/5”. */
function shortLabel(label: string): string {
  const dayOf = /(\d+)月(\d+)日/.exec(label);
  if (dayOf) return `${dayOf[1]}/${dayOf[2]}`;
  const month = /(\d+)月$/.exec(label);
  return month ? `${month[1]}月` : label;
}

function formatTick(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}
