// Danger: the first thing to do in large letters, whom to call with one tap, then the rest.

import { useId } from 'react';
import { telHref } from '../../chat/links';
import { Icon } from '../icons';
import { Linked } from '../PlainText';
import type { DangerCard } from './types';

/** Longer numbers take a row of their own. */
const SHORT_NUMBER = 6;

export function Danger({ card, unheard = false }: { card: DangerCard; unheard?: boolean }) {
  const id = useId();
  return (
    <section className="danger" aria-labelledby={id}>
      <h3 id={id}>
        <Icon name="warning" size={24} />
        <span>{card.title}</span>
      </h3>
      {unheard && <p className="danger-unheard">您的消息还没有发出去，没有人知道。请马上打电话；连上后会自动发出。</p>}
      <div className="danger-body">
        <Steps steps={card.steps.slice(0, 1)} from={0} />
        <p className="danger-phones">
          {card.phones.map((phone) => (
            <a key={phone.number} href={telHref(phone.number)} className={phone.number.length > SHORT_NUMBER ? 'danger-long' : undefined}>
              <Icon name="call" size={20} />
              <span>
                {phone.label} <b>{phone.number}</b>
              </span>
            </a>
          ))}
        </p>
        <Steps steps={card.steps.slice(1)} from={1} />
      </div>
    </section>
  );
}

function Steps({ steps, from }: { steps: string[]; from: number }) {
  if (steps.length === 0) return null;
  return (
    <ol start={from + 1} className={from === 0 ? 'danger-first' : undefined} style={{ counterReset: `step ${from}` }}>
      {steps.map((step) => (
        <li key={step}>
          <span>
            <Linked text={step} />
          </span>
        </li>
      ))}
    </ol>
  );
}
