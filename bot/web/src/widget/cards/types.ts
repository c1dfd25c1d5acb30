// The cards of bot/cards/*.schema.json as the widget reads them. Money and kWh are decimal strings.

export interface Account {
  number_masked: string;
  address_masked: string;
}

export interface PriceSource {
  title: string;
  valid_from: string;
  source: string;
  grade: string;
  checked_on: string;
  note: string;
}

export type BillStatus = 'paid' | 'partly' | 'unpaid' | 'overdue';
export type Band = 'peak' | 'valley' | 'flat';

export interface DangerCard {
  schema: 'danger';
  /** Which of `data/safety/conduct.yml`. */
  situation?: string;
  title: string;
  steps: string[];
  phones: { label: string; number: string }[];
}

export interface BillCard {
  schema: 'bill';
  account: Account;
  label: string;
  start: string;
  end: string;
  days?: number;
  kwh: string;
  amount: string;
  paid_amount: string;
  status: BillStatus;
  due_on: string;
  late_fee?: string;
  lines: { label: string; kwh?: string; unit_price?: string; amount: string }[];
  peak_kwh?: string;
  flat_kwh?: string;
  valley_kwh?: string;
  price?: PriceSource;
  notes?: string[];
}

export interface BillListCard {
  schema: 'bill_list';
  account: Account;
  label: string;
  items: { month: string; label: string; kwh: string; amount: string; status: BillStatus }[];
  total_kwh: string;
  total_amount: string;
  missing?: string[];
}

export interface Period {
  label: string;
  kwh: string;
  amount: string;
  days: number;
}

export interface Comparison {
  label: string;
  base: Period;
  change: string;
  parts: { factor: string; label: string; amount: string; sentence: string }[];
}

export interface BillChangeCard {
  schema: 'bill_change';
  account: Account;
  current: Period;
  comparisons: Comparison[];
  notes?: string[];
}

export interface UsagePoint {
  date: string;
  label: string;
  kwh: string;
  peak_kwh?: string;
  flat_kwh?: string;
  valley_kwh?: string;
  estimated?: boolean;
}

export interface UsageCard {
  schema: 'usage';
  account: Account;
  label: string;
  granularity: 'month' | 'day';
  points: UsagePoint[];
  total_kwh: string;
  average_kwh: string;
  peak_kwh?: string;
  flat_kwh?: string;
  valley_kwh?: string;
  missing?: string[];
}

export interface TierStep {
  tier: number;
  from_kwh: string;
  to_kwh?: string;
  price: string;
  valley_price?: string;
}

export interface TiersCard {
  schema: 'tiers';
  account: Account;
  label?: string;
  cycle?: 'year' | 'month';
  year?: number;
  used_kwh: string;
  steps: TierStep[];
  current_tier: number;
  left_in_tier_kwh?: string;
  next_kwh_price: string;
  next_kwh_valley_price?: string;
  projected_kwh?: string;
  projected_tier?: number;
  price: PriceSource;
}

export interface PricesCard {
  schema: 'prices';
  title: string;
  region: string;
  rows: { label: string; tier?: number; band?: Band; from_kwh?: string; to_kwh?: string; price: string }[];
  windows: { band: Band; label: string }[];
  price: PriceSource;
  note?: string;
}

export interface ComparisonCard {
  schema: 'comparison';
  account: Account;
  label: string;
  kwh: string;
  options: {
    id: string;
    label: string;
    amount?: string;
    difference?: string;
    current: boolean;
    available: boolean;
    note?: string;
  }[];
  price: PriceSource;
  valley_share?: string;
  break_even_valley_share?: string;
}

export interface BalanceCard {
  schema: 'balance';
  account: Account;
  payment_mode: 'postpaid' | 'prepaid';
  balance?: string;
  arrears?: string;
  late_fee?: string;
  items: {
    month: string;
    label: string;
    amount: string;
    unpaid: string;
    due_on: string;
    days_overdue: number;
    late_fee: string;
  }[];
  total_due: string;
  as_of: string;
  /** A prepaid balance that lasts only a few days more. */
  low?: boolean;
  notes?: string[];
}

export interface LateFeeCard {
  schema: 'late_fee';
  account: Account;
  items: {
    label: string;
    unpaid: string;
    from: string;
    until: string;
    days: number;
    rate: string;
    fee: string;
    capped: boolean;
  }[];
  total: string;
  rule: string[];
  source: string;
  settled?: boolean;
}

export interface PaymentsCard {
  schema: 'payments';
  account: Account;
  items: {
    paid_at: string;
    amount: string;
    channel: string;
    status: 'posted' | 'pending' | 'failed' | 'refunded';
    posted_at?: string;
    bill_label?: string;
    status_label?: string;
    reference_masked?: string;
  }[];
  label?: string;
}

export interface InvoicesCard {
  schema: 'invoices';
  account: Account;
  items: {
    month: string;
    label: string;
    amount: string;
    number?: string;
    status: 'issued' | 'none' | 'red';
    issued_on?: string;
    kind?: string;
  }[];
}

export interface PaymentWaysCard {
  schema: 'payment_ways';
  online: { label: string; how: string }[];
  offline: { label: string; how: string }[];
  note?: string;
  first?: 'online' | 'offline';
}

export interface AccountsCard {
  schema: 'accounts';
  items: { number_masked: string; address_masked: string; selected: boolean }[];
}

export interface ReadingsCard {
  schema: 'readings';
  account: Account;
  label: string;
  items: {
    label: string;
    meter_masked: string;
    read_on: string;
    method: 'remote' | 'manual' | 'estimated';
    method_label: string;
    rows: { label: string; previous: string; current: string; kwh: string }[];
  }[];
  notes?: string[];
}

export interface RequestCard {
  schema: 'request';
  number: string;
  title: string;
  summary: string;
  created_at: string;
  due_at: string;
  status: 'open' | 'done' | 'cancelled';
}
