// What all cards share: the frame, the account's line, tables, the source of a price.

import { Card } from '@chatui/core';
import type { ReactNode } from 'react';
import type { Account, PriceSource } from './types';
import { day, tail, type Tone } from './words';

/**
 * A card. `period` is the time that it is about, where its title doesn't name it: with the account's last
 * digits it tells one card from the next for those who hear them.
 */
export function CardFrame({
  title,
  period,
  account,
  badge,
  children,
}: {
  title: string;
  period?: string | undefined;
  account?: Account;
  badge?: ReactNode;
  children: ReactNode;
}) {
  const heard = [title, period, account && `户号${tail(account.number_masked)}`].filter(Boolean).join('，');
  return (
    <Card className="fact-card">
      <section aria-label={heard}>
        <header className="fact-head">
          <h3>{title}</h3>
          {badge}
          {account && (
            <p className="fact-account" title={account.address_masked}>
              户号 {account.number_masked}　{account.address_masked}
            </p>
          )}
        </header>
        {children}
      </section>
    </Card>
  );
}

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

export function StatusBadge({ states, status }: { states: Record<string, { label: string; tone: Tone }>; status: string }) {
  const state = states[status];
  return state ? <Badge tone={state.tone}>{state.label}</Badge> : null;
}

/** The one number a card is about. */
export function Headline({ label, value, unit, tone }: { label: string; value: string; unit: string; tone?: 'rise' | 'fall' }) {
  return (
    <p className={`headline${tone ? ` headline-${tone}` : ''}`}>
      <span className="headline-label">{label}</span>
      <span className="headline-value">
        {value} <small>{unit}</small>
      </span>
    </p>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
}

export function Facts({ facts }: { facts: (Fact | null | false | undefined)[] }) {
  const shown = facts.filter((fact): fact is Fact => Boolean(fact));
  if (shown.length === 0) return null;
  return (
    <dl className="facts">
      {shown.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A table whose first column names the row; the others are numbers unless said otherwise. */
export function Table({
  caption,
  head,
  rows,
  foot,
  captionShown = false,
}: {
  caption: string;
  head: string[];
  rows: ReactNode[][];
  foot?: ReactNode[];
  captionShown?: boolean;
}) {
  return (
    <table className="fact-table">
      <caption className={captionShown ? undefined : 'only-heard'}>{caption}</caption>
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) =>
              column === 0 ? (
                <th key={column} scope="row" className={isShort(cell) ? 'nowrap' : undefined}>
                  {cell}
                </th>
              ) : (
                <td key={column}>{cell}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {foot && (
        <tfoot>
          <tr>
            {foot.map((cell, column) => (column === 0 ? <th key={column} scope="row">{cell}</th> : <td key={column}>{cell}</td>))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/** A month, or a few characters: not worth a second line. */
function isShort(cell: ReactNode): boolean {
  return typeof cell === 'string' && (cell.length <= 5 || /^(\d{4}年)?\d{1,2}月(\d{1,2}日)?$/.test(cell));
}

/** A long list: what matters first is there, the rest one tap away. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="numbers">
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** The numbers behind a chart, for those who can't or don't want to see the picture. */
export function NumbersBehind({ children }: { children: ReactNode }) {
  return <Folded title="查看具体数字">{children}</Folded>;
}

export function Notes({ notes }: { notes: (string | undefined)[] | undefined }) {
  const shown = (notes ?? []).filter((note): note is string => Boolean(note));
  if (shown.length === 0) return null;
  if (shown.length === 1) return <p className="notes notes-one">{shown[0]}</p>;
  return (
    <ul className="notes">
      {shown.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

const PUBLISHED_COUNTS = '以当地最新公布为准。';

/** Every price says its date, where it comes from, and that the published one counts: one tap away. */
export function SourceNote({ price }: { price: PriceSource | undefined }) {
  if (!price) return null;
  const source = named(price.source);
  return (
    <Basis title="电价依据">
      {price.title}，{day(price.valid_from)}起执行{source ? `；依据：${source}` : ''}（{day(price.checked_on)}核对）。
      {price.note.includes(PUBLISHED_COUNTS) ? price.note : `${price.note}${PUBLISHED_COUNTS}`}
    </Basis>
  );
}

/** On what a figure rests, folded. */
export function Basis({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="basis">
      <summary>{title}</summary>
      <p>{children}</p>
    </details>
  );
}

/** Authority and document; where a rule was read on the way (an address, a repository) tells a customer nothing. */
export function named(source: string): string {
  return source
    .split(/[；;]/)
    .map((part) => part.replace(/https?:\/\/\S+/g, '').trim())
    .filter((part) => part !== '' && !/^(?:分时|来源)?$/.test(part) && !/[\w-]+\/[\w-]+|代码库/.test(part))
    .join('；');
}
