// Finds the links that may be followed in plain text: http(s) and telephone numbers, nothing else.

export type Piece = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

const ADDRESS = 'https?:\\/\\/[^\\s<>"\'“”‘’（）()，。；、！？\\u3000]+';
const PHONE = '(?<![\\d-])(?:0\\d{2,3}-\\d{4}-\\d{4}|0\\d{2,3}-\\d{7,8}|400-\\d{3}-\\d{4}|95598|96110|12398)(?![\\d-])';
// Three digits are a telephone number only where the words say so: 120 度 is an amount.
const SHORT =
  '(?<=(?:打|拨|拨打|致电|呼叫|联系|报警|火警|急救|消防|救护车?|电话|叫|找|等)(?:电话|：|:)?[ “"（(]?|(?:119|120|110|95598|96110|\\d{4})[ ”"）)]?(?:[或和及、，/]|或者)[ “"（(]?)(?:119|120|110)(?![\\d%：:-]|[.,]\\d)(?!\\s*(?:[元度块折天号个分户年月日点档千万亿伏瓦米平台次条岁角毫]|kW|KW|kw|V|W))';

/** Splits text into pieces to show as text and pieces to show as links. */
export function pieces(text: string, hotline: string | null = null): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern(hotline))) {
    const whole = match[0];
    if (match.index > end) found.push({ kind: 'text', text: text.slice(end, match.index) });
    const href = safeHref(whole.startsWith('http') ? whole : telHref(whole));
    found.push(href ? { kind: 'link', text: whole, href } : { kind: 'text', text: whole });
    end = match.index + whole.length;
  }
  if (end < text.length) found.push({ kind: 'text', text: text.slice(end) });
  return found;
}

const patterns = new Map<string, RegExp>();

function pattern(hotline: string | null): RegExp {
  const own = hotline && /^[\d -]{3,20}$/.test(hotline) ? hotline : '';
  let found = patterns.get(own);
  if (!found) {
    const kinds = [ADDRESS, ...(own ? [`(?<![\\d-])${own}(?![\\d-])`] : []), PHONE, SHORT];
    found = new RegExp(kinds.join('|'), 'g');
    patterns.set(own, found);
  }
  return found;
}

export function telHref(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}

/** The address if it may be followed, else null. */
export function safeHref(address: string): string | null {
  try {
    const url = new URL(address, window.location.origin);
    return ['http:', 'https:', 'tel:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The address of an image if it is of the page's own origin, else null. */
export function safeImage(address: string): string | null {
  try {
    const url = new URL(address, window.location.href);
    return url.origin === window.location.origin && url.protocol.startsWith('http') ? url.href : null;
  } catch {
    return null;
  }
}
