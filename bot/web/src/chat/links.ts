// Finds the links that may be followed in plain text: http(s) and telephone numbers, nothing else.

export type Piece = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

const LINK = /https?:\/\/[^\s<>"'“”‘’（）()，。；、！？\u3000]+|(?<![\d-])(?:0\d{2,3}-\d{4}-\d{4}|0\d{2,3}-\d{7,8}|400-\d{3}-\d{4}|95598)(?![\d-])/g;

/** Splits text into pieces to show as text and pieces to show as links. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const whole = match[0];
    if (match.index > end) found.push({ kind: 'text', text: text.slice(end, match.index) });
    const href = safeHref(whole.startsWith('http') ? whole : `tel:${whole.replaceAll('-', '')}`);
    found.push(href ? { kind: 'link', text: whole, href } : { kind: 'text', text: whole });
    end = match.index + whole.length;
  }
  if (end < text.length) found.push({ kind: 'text', text: text.slice(end) });
  return found;
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
