// What the widget itself says to danger when the gateway can't be reached: a few words, found by a list.
// Where the gateway answers, it reads danger far better; here a false alarm costs nothing.

import type { DangerCard } from '../widget/cards/types';

const WORDS =
  /触电|被电(?:到|了|倒|击)|电(?:着|倒)(?:了|人)|着火|起火|失火|火灾|冒烟|冒火|火花|打火|爆炸|烧(?:起来|焦|着)|焦糊?味|漏电|电线.{0,6}(?:掉|断|落|垂|倒)|断线|线断|(?:电线)?杆.{0,4}(?:倒|断|歪)|高压线|变压器.{0,6}(?:响|炸|烧|烟|火)|(?:进|泡)水.{0,6}电|电.{0,8}(?:进|泡)水|救命|没(?:有)?呼吸|昏迷|晕倒|呼吸机|困在电梯|电梯.{0,4}困/;

/** Whether a text may speak of danger. */
export function speaksOfDanger(text: string | null): boolean {
  return text !== null && WORDS.test(text.replace(/\s+/g, ''));
}

/** What to do in any danger from electricity, as a card `danger`. */
export function localConduct(hotline: string | null): DangerCard {
  const phones = [
    { label: '火警', number: '119' },
    { label: '急救', number: '120' },
  ];
  if (hotline) phones.push({ label: '供电抢修', number: hotline });
  return {
    schema: 'danger',
    title: '先离开，别碰，打电话',
    steps: [
      '离电线和着火的地方10米以上，别让人靠近。',
      '有人触电，不要用手拉，先断开电源。',
      '电器着火，不要用水浇。',
    ],
    phones,
  };
}
