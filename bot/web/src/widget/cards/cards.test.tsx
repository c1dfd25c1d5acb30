// Cards drawn from what the services send; the numbers must come out as they went in.

import { act, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CardObject } from '../../chat/contract';
import { roundTop } from '../charts/UsageBars';
import { staysValid } from '../Choices';
import { CardView, isKnownCard } from './CardView';
import { named } from './frame';
import { figure, kwh, plainPrice, signedYuan, span, tail, yuan } from './words';

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
    expect(figure('1234567.80')).toBe('1234567.80');
    expect(figure('-0.05')).toBe('\u22120.05');
    expect(yuan('100.10')).toBe('100.10\u00a0元');
    expect(signedYuan('3.00')).toBe('+3.00\u00a0元');
    expect(signedYuan('-0.00')).toBe('0.00\u00a0元');
    expect(kwh('1320.50')).toBe('1320.5\u00a0度');
    expect(kwh('200')).toBe('200\u00a0度');
    expect(plainPrice('0.5380')).toBe('0.538');
    expect(plainPrice('0.50')).toBe('0.50');
  });
});

describe('what is heard of a card', () => {
  it('names an account by what is not masked', () => {
    expect(tail('33*****018')).toBe('尾号018');
    expect(tail('330900****')).toBe('330900开头');
    expect(tail('3309001018')).toBe('3309001018');
  });

  it('names what a list reaches over', () => {
    expect(span(['9月', '10月', '11月'])).toBe('9月至11月');
    expect(span(['9月'])).toBe('9月');
    expect(span([])).toBeUndefined();
  });

  it('tells kind, time and account', () => {
    const heard = (card: CardObject) => drawn(<CardView card={card} />).querySelector('section')!.getAttribute('aria-label');
    expect(heard(change)).toBe('8月电费变化，户号330900开头');
    const fee = { schema: 'late_fee', account, items: [{ label: '8月电费', unpaid: '1.00', from: '2026-09-21', until: '2026-11-22', days: 63, rate: '1‰', fee: '0.06', capped: false }], total: '0.06', rule: [], source: '' };
    expect(heard(fee)).toBe('电费违约金，8月电费，户号330900开头');
  });
});

describe('cards', () => {
  it('folds what a phone has no room for: many months, many reasons', () => {
    const items = Array.from({ length: 12 }, (_, index) => ({ month: `2025-${index + 1}`, label: `${index + 1}月`, kwh: '100', amount: `${index + 1}.00`, status: 'paid' }));
    const list = drawn(<CardView card={{ schema: 'bill_list', account, label: '2025年', items, total_kwh: '1200', total_amount: '78.00' }} />);
    const months = () => [...list.querySelectorAll('tbody th')].map((month) => month.textContent);
    expect(months()).toEqual(['7月', '8月', '9月', '10月', '11月', '12月']);
    act(() => list.querySelector<HTMLButtonElement>('.show-whole')!.click());
    expect(months()).toHaveLength(12);
    expect(list.querySelector('.show-whole')).toBeNull();

    const parts = ['价格', '天数', '用量', '谷段'].map((label) => ({ factor: 'other', label, amount: '1.00', sentence: `${label}多1元。` }));
    const comparisons = [{ label: '和上月比', base: { label: '7月', kwh: '1', amount: '1.00', days: 31 }, change: '4.00', parts }];
    const reasons = drawn(<CardView card={{ ...change, comparisons }} />);
    expect(reasons.querySelector('details .reasons')!.querySelectorAll('li')).toHaveLength(4);
    expect(drawn(<CardView card={change} />).querySelector('details .reasons')).toBeNull();
  });

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
    expect(place.querySelector('.basis')!.textContent).toContain('2012年7月1日起执行');
    expect(place.querySelector('.basis')!.textContent).toContain('省价格主管部门');
  });

  it('names authority and document, never where a reprint was read', () => {
    expect(named('明江供电演示数据')).toBe('明江供电演示数据');
    expect(named('《供电营业规则》(1996年)第九十八条；https://www.example.com/miaozhi/65.html')).toBe('《供电营业规则》(1996年)第九十八条');
    expect(named('https://example.com/1.html；公开代码库 someone/Eru 转录的浙江省通知(zj.gov.cn)')).toBe('');
    expect(named('http://example.com/a；分时 https://example.org/b')).toBe('');
  });

  it('shows the flat band as a third colour, in chart, facts, row and table', () => {
    const points = [
      { date: '2026-07-01', label: '7月', kwh: '300', peak_kwh: '120', flat_kwh: '100', valley_kwh: '80' },
      { date: '2026-08-01', label: '8月', kwh: '150', peak_kwh: '60', flat_kwh: '50', valley_kwh: '40' },
    ];
    const usage = drawn(<CardView card={{ schema: 'usage', account, label: '两个月', granularity: 'month', points, total_kwh: '450', average_kwh: '225', peak_kwh: '180', flat_kwh: '150', valley_kwh: '120' }} />);
    const heights = (name: string) => [...usage.querySelectorAll(`.bar-${name}`)].map((bar) => Number(bar.getAttribute('height')));
    expect(heights('flat')[0]! / heights('valley')[0]!).toBeCloseTo(1.25, 5);
    expect((heights('peak')[0]! + heights('flat')[0]! + heights('valley')[0]!) / heights('valley')[0]!).toBeCloseTo(3.75, 5);
    expect(usage.querySelector('.legend')!.textContent).toContain('平段');
    expect(usage.querySelector('.facts')!.textContent).toContain('平段150\u00a0度');
    expect(usage.querySelector('tbody tr')!.textContent).toBe('7月30012010080');
    const bill = drawn(
      <CardView card={{ schema: 'bill', account, label: '8月', start: '2026-08-01', end: '2026-08-31', kwh: '150', amount: '80.00', paid_amount: '80.00', status: 'paid', due_on: '2026-09-20', peak_kwh: '60', flat_kwh: '50', valley_kwh: '40', lines: [] }} />,
    );
    expect(bill.textContent).toContain('峰 60\u00a0度，平 50\u00a0度，谷 40\u00a0度');
  });

  it('has no green beside a balance that runs out', () => {
    const balance = { schema: 'balance', account, payment_mode: 'prepaid', items: [], total_due: '0.00', as_of: '2026-11-22T10:00:00+08:00' };
    expect(drawn(<CardView card={{ ...balance, balance: '8.45', low: true }} />).querySelector('.badge-warm')!.textContent).toBe('余额不多');
    expect(drawn(<CardView card={{ ...balance, balance: '8.45' }} />).querySelector('.badge-good')).toBeNull();
  });

  it('puts whom to call in danger one tap away', () => {
    const place = drawn(<CardView card={{ schema: 'danger', title: '马上离开', steps: ['别碰电线。', '别让人靠近。'], phones: [{ label: '火警', number: '119' }, { label: '抢修', number: '0579-0000-0000' }] }} />);
    expect([...place.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual(['tel:119', 'tel:057900000000']);
    expect(place.querySelectorAll('ol li')).toHaveLength(2);
  });

  it('leaves the text to speak for a card that is unknown or broken', () => {
    expect(isKnownCard({ schema: 'horoscope' })).toBe(false);
    expect(isKnownCard({ schema: 'toString' })).toBe(false);
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(drawn(<CardView card={{ schema: 'bill', lines: null }} />).textContent).toBe('');
  });

  it('rounds an axis up to a round number', () => {
    expect([463, 544, 250, 9.2, 1000, 1100, 0.7, 0].map(roundTop)).toEqual([500, 600, 250, 10, 1000, 1200, 0.8, 1]);
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
