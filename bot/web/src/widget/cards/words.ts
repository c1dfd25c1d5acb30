// Numbers, dates and states as a customer reads them. Decimal strings are shown, never recomputed.

const MINUS = '\u2212';
/** No line break between a figure and its unit. */
const TIED = '\u00a0';

/** “-1234.50” → “−1234.50”: written as in the text beside the card, without commas; the minus sign a real one. */
export function figure(decimal: string): string {
  return decimal.replace(/^-/, MINUS);
}

/** “1234.50” → “1234.50 元”. */
export function yuan(money: string): string {
  return `${figure(money)}${TIED}元`;
}

/** With a sign: “+12.30 元”. */
export function signedYuan(money: string): string {
  const zero = /^-?0+(\.0+)?$/.test(money);
  return zero ? yuan(money.replace('-', '')) : money.startsWith('-') ? yuan(money) : `+${yuan(money)}`;
}

/** “320.00” → “320 度”. */
export function kwh(amount: string): string {
  return `${plainKwh(amount)}${TIED}度`;
}

export function plainKwh(amount: string): string {
  return figure(amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount);
}

/** Only for lengths of bars: what is shown stays the string. */
export function size(decimal: string | undefined): number {
  const number = Number(decimal ?? '0');
  return Number.isFinite(number) ? number : 0;
}

/** “0.5380” → “0.538”. */
export function plainPrice(price: string): string {
  return price.replace(/(\.\d{2,}?)0+$/, '$1');
}

export function unitPrice(price: string): string {
  return `${plainPrice(price)} 元/度`;
}

/** “2026-10-05” → “2026年10月5日”. */
export function day(iso: string): string {
  const [year, month, date] = iso.slice(0, 10).split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** “2026-10-05” → “10月5日”. */
export function shortDay(iso: string): string {
  const [, month, date] = iso.slice(0, 10).split('-').map(Number);
  return `${month}月${date}日`;
}

const MOMENT = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** A moment in China's time: “10月5日 14:30”. */
export function moment(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : MOMENT.format(at);
}

/** How an account or request is told apart aloud: “33*****018” → “尾号018”, “330900****” → “330900开头”. */
export function tail(masked: string): string {
  const [, start = '', end = ''] = /^([^*]*)\*+([^*]*)$/.exec(masked) ?? [];
  return end ? `尾号${end}` : start ? `${start}开头` : masked;
}

/** What a list reaches over: “8月至10月”. */
export function span(labels: string[]): string | undefined {
  const [first, last] = [labels[0], labels[labels.length - 1]];
  return first === last ? first : `${first}至${last}`;
}

/** “0.42” → “42%”. */
export function percent(ratio: string): string {
  return `${Math.round(Number(ratio) * 100)}%`;
}

export const BILL_STATUS: Record<string, { label: string; tone: Tone }> = {
  paid: { label: '已交清', tone: 'good' },
  partly: { label: '部分交了', tone: 'warm' },
  unpaid: { label: '待交', tone: 'warm' },
  overdue: { label: '已逾期', tone: 'bad' },
};

export const PAYMENT_STATUS: Record<string, { label: string; tone: Tone }> = {
  posted: { label: '已入账', tone: 'good' },
  pending: { label: '处理中', tone: 'warm' },
  failed: { label: '未成功', tone: 'bad' },
  refunded: { label: '已退款', tone: 'plain' },
};

export const INVOICE_STATUS: Record<string, { label: string; tone: Tone }> = {
  issued: { label: '已开具', tone: 'good' },
  none: { label: '未开具', tone: 'plain' },
  red: { label: '已红冲', tone: 'bad' },
};

export const REQUEST_STATUS: Record<string, { label: string; tone: Tone }> = {
  open: { label: '处理中', tone: 'warm' },
  done: { label: '已办结', tone: 'good' },
  cancelled: { label: '已取消', tone: 'plain' },
};

export const BAND: Record<string, string> = { peak: '峰', valley: '谷', flat: '平' };

export type Tone = 'good' | 'warm' | 'bad' | 'plain';
