// Cards drawn from what the services send; the numbers must come out as they went in.

import { act, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CardObject } from '../../chat/contract';
import { roundTop } from '../charts/UsageBars';
import { staysValid } from '../Choices';
import { CardView, isKnownCard } from './CardView';
import { grouped, kwh, plainPrice, signedYuan, yuan } from './words';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

function drawn(element: ReactElement): HTMLElement {
  const place = document.createElement('div');
  document.body.append(place);
  act(() => createRoot(place).render(element));
  return place;
}

afterEach(() => document.body.replaceChildren());

const account = { number_masked: '330900****', address_masked: '听潮社区***' };
const price = { title: '浙江居民电价', valid_from: '2012-07-01', source: '省价格主管部门', grade: 'C', checked_on: '2026-11-20', note: '以当地最新公布为准。' };
const change: CardObject = {
  schema: 'bill_change',
  account,
  current: { label: '8月', kwh: '463', amount: '256.04', days: 31 },
  comparisons: [
    {
      label: '和上月比',
      base: { label: '7月', kwh: '421', amount: '226.50', days: 31 },
      change: '29.54',
      parts: [
        { factor: 'usage', label: '用得更多', amount: '22.59', sentence: '每天多用1.4度。' },
        { factor: 'tier', label: '进入第二档', amount: '6.95', sentence: '有139度进入第二档。' },
      ],
    },
    { label: '和去年比', base: { label: '去年8月', kwh: '498', amount: '276.10', days: 31 }, change: '-20.06', parts: [{ factor: 'usage', label: '用得更少', amount: '-20.06', sentence: '每天少用1.1度。' }] },
  ],
};

describe('words', () => {
  it('keeps decimals as they are', () => {
    expect(grouped('1234567.80')).toBe('1,234,567.80');
    expect(grouped('-0.05')).toBe('\u22120.05');
    expect(yuan('100.10')).toBe('100.10\u00a0元');
    expect(signedYuan('3.00')).toBe('+3.00\u00a0元');
    expect(signedYuan('-0.00')).toBe('0.00\u00a0元');
    expect(kwh('1320.50')).toBe('1,320.5\u00a0度');
    expect(kwh('200')).toBe('200\u00a0度');
    expect(plainPrice('0.5380')).toBe('0.538');
    expect(plainPrice('0.50')).toBe('0.50');
  });
});

describe('cards', () => {
  it('draws the steps of a change so that they meet both ends, and switches', () => {
    const place = drawn(<CardView card={change} />);
    const picture = place.querySelector('svg[role=img]')!;
    expect(picture.getAttribute('aria-label')).toContain('+22.59');
    const right = (step: Element) => Number(step.getAttribute('x')) + Number(step.getAttribute('width'));
    const [usage, tier] = [...place.querySelectorAll('.step-rise')];
    expect(Number(usage!.getAttribute('x'))).toBeCloseTo(right(place.querySelector('.step-whole')!), 1);
    expect(right(tier!)).toBeCloseTo(right(place.querySelector('.step-now')!), 1);

    act(() => [...place.querySelectorAll('button')].find((button) => button.textContent === '和去年比')!.click());
    expect(place.textContent).toContain('比去年8月少');
    expect(place.querySelectorAll('.step-fall')).toHaveLength(1);
  });

  it('gives the numbers behind a chart as a table', () => {
    const points = [
      { date: '2026-07-01', label: '7月', kwh: '300', peak_kwh: '200', valley_kwh: '100' },
      { date: '2026-08-01', label: '8月', kwh: '150', peak_kwh: '90', valley_kwh: '60', estimated: true },
    ];
    const place = drawn(<CardView card={{ schema: 'usage', account, label: '两个月', granularity: 'month', points, total_kwh: '450', average_kwh: '225' }} />);
    expect([...place.querySelectorAll('tbody tr')].map((row) => row.textContent)).toEqual(['7月300200100', '8月（估算）1509060']);
    const heights = (name: string) => [...place.querySelectorAll(`.bar-${name}`)].map((bar) => Number(bar.getAttribute('height')));
    expect(heights('valley')[0]! / heights('peak')[0]!).toBeCloseTo(0.5, 5);
  });

  it('names date and source of a price', () => {
    const place = drawn(<CardView card={{ schema: 'prices', title: '居民电价', region: '浙江', rows: [{ label: '第一档', from_kwh: '0', to_kwh: '2760', price: '0.5380' }], windows: [], price }} />);
    expect(place.querySelector('.source')!.textContent).toContain('2012年7月1日起执行');
    expect(place.querySelector('.source')!.textContent).toContain('省价格主管部门');
  });

  it('leaves the text to speak for a card that is unknown or broken', () => {
    expect(isKnownCard({ schema: 'horoscope' })).toBe(false);
    expect(isKnownCard({ schema: 'toString' })).toBe(false);
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(drawn(<CardView card={{ schema: 'bill', lines: null }} />).textContent).toBe('');
  });

  it('rounds an axis up to a round number', () => {
    expect([463, 250, 9.2, 1000, 0].map(roundTop)).toEqual([500, 250, 10, 1000, 1]);
  });
});

describe('old buttons', () => {
  it('stay usable only when they ask something of their own', () => {
    expect(staysValid('/query_balance')).toBe(true);
    expect(staysValid('/query_bill{"billing_period": "2026-08"}')).toBe(true);
    expect(staysValid('/request_person')).toBe(true);
    expect(staysValid('/affirm')).toBe(false);
    expect(staysValid('/deny{"offer":"callback"}')).toBe(false);
    expect(staysValid('/inform{"account":"1"}')).toBe(false);
  });
});
