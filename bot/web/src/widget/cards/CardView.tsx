// Chooses the component for a card; a card that is unknown or can't be drawn leaves the text to speak.

import { Component, type ComponentType, type ReactNode } from 'react';
import type { CardObject } from '../../chat/contract';
import { Accounts, Readings, Request } from './account';
import { Bill, BillChange, BillList } from './bills';
import { Danger } from './danger';
import { Balance, Invoices, LateFee, Payments, PaymentWays } from './payments';
import { Prices, TariffComparison, Tiers, Usage } from './usage';

// The gateway's cards are validated against bot/cards/*.schema.json where they are made.
const VIEWS: Record<string, ComponentType<{ card: never }>> = {
  accounts: Accounts,
  balance: Balance,
  bill: Bill,
  bill_change: BillChange,
  bill_list: BillList,
  comparison: TariffComparison,
  danger: Danger,
  invoices: Invoices,
  late_fee: LateFee,
  payment_ways: PaymentWays,
  payments: Payments,
  prices: Prices,
  readings: Readings,
  request: Request,
  tiers: Tiers,
  usage: Usage,
};

export const CARD_NAMES = Object.keys(VIEWS);

export function isKnownCard(card: CardObject | null): card is CardObject {
  return card !== null && Object.hasOwn(VIEWS, card.schema);
}

/** A card; `instead` is shown where it can't be drawn. */
export function CardView({ card, instead = null }: { card: CardObject; instead?: ReactNode }) {
  if (!isKnownCard(card)) return instead;
  const View = VIEWS[card.schema]!;
  return (
    <TextSpeaks instead={instead}>
      <View card={card as never} />
    </TextSpeaks>
  );
}

class TextSpeaks extends Component<{ children: ReactNode; instead: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}
