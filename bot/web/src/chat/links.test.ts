import { describe, expect, it } from 'vitest';
import { pieces, safeHref, safeImage } from './links';

const links = (text: string) => pieces(text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []));

describe('links in text', () => {
  it('finds addresses and telephone numbers, and leaves the punctuation', () => {
    expect(links('见 https://example.com/a?b=1，或拨打0579-8888-0000。')).toEqual(['https://example.com/a?b=1', 'tel:057988880000']);
  });

  it('loses no character', () => {
    const text = '前 https://example.com/x 中 95598 后';
    expect(pieces(text).map((piece) => piece.text).join('')).toBe(text);
  });

  it('follows nothing but http, https and tel', () => {
    expect(links('javascript:alert(1) data:text/html,x file:///etc/passwd')).toEqual([]);
    expect(safeHref('javascript:alert(1)')).toBeNull();
    expect(safeHref('JAVA\tSCRIPT:alert(1)')).toBeNull();
  });

  it("finds the short numbers of help, and the utility's own", () => {
    expect(links('请立即拨打119，有人受伤打 120。')).toEqual(['tel:119', 'tel:120']);
    expect(links('打119或120；被骗了打96110，或者报警110')).toEqual(['tel:119', 'tel:120', 'tel:96110', 'tel:110']);
    expect(pieces('着急请打 8800-1234', '8800-1234').at(-1)).toEqual({ kind: 'link', text: '8800-1234', href: 'tel:88001234' });
  });

  it('takes no amount for a telephone number', () => {
    expect(links('用了120度，共119元；打110折；叫120元；联系人 110号；拨打 119.5 元，用电 1,120 度，第110户')).toEqual([]);
  });

  it('does not take an account number for a telephone number', () => {
    expect(links('户号 3309001018，验证码 095598')).toEqual([]);
  });
});

describe('images', () => {
  it('come from the own origin only', () => {
    expect(safeImage('/assets/a.png')).toBe(`${window.location.origin}/assets/a.png`);
    expect(safeImage('https://elsewhere.example/a.png')).toBeNull();
    expect(safeImage('//elsewhere.example/a.png')).toBeNull();
    expect(safeImage('javascript:alert(1)')).toBeNull();
  });
});
