// How the staff's pages name what the API says in code.

import type { Priority, RequestStatus } from './staffApi';

export const PRIORITY: Record<Priority, { label: string; colour: string }> = {
  urgent: { label: '紧急', colour: '#a8071a' },
  high: { label: '优先', colour: '#ad4e00' },
  normal: { label: '一般', colour: '#435d66' },
  low: { label: '低', colour: '#5a7079' },
};

export const STATUS: Record<RequestStatus, { label: string; colour: string }> = {
  open: { label: '待办', colour: '#8a4f00' },
  done: { label: '已办结', colour: '#1a6f46' },
  cancelled: { label: '已取消', colour: '#5a7079' },
};

/** Kinds as in data/service_requests.yml, for the filter; a request carries its own title. */
export const KINDS = [
  { value: 'danger', label: '危险报告' },
  { value: 'callback', label: '人工回电' },
  { value: 'disputed_bill', label: '电费异议核查' },
  { value: 'meter_reading', label: '抄表示数核对' },
  { value: 'meter_fault', label: '电表异常处理' },
  { value: 'meter_check', label: '电表校验' },
  { value: 'payment_trace', label: '缴费未到账查询' },
  { value: 'invoice', label: '发票申请' },
  { value: 'reserved_phone', label: '预留手机号变更' },
  { value: 'other', label: '服务申请' },
];

export const SENDER: Record<string, string> = { customer: '客户', bot: '明灯', agent: '客服', system: '系统' };
export const CHANNEL: Record<string, string> = { web: '网页', wechat: '微信' };

const MOMENT = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

export function moment(iso: string | null): string {
  if (!iso) return '';
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : MOMENT.format(at);
}

/** “还剩 3 小时”, “超时 2 天”. */
export function left(dueAt: string, now: number): string {
  const minutes = Math.round((Date.parse(dueAt) - now) / 60_000);
  const size = Math.abs(minutes);
  const words = size < 60 ? `${size} 分钟` : size < 60 * 48 ? `${Math.round(size / 60)} 小时` : `${Math.round(size / 1440)} 天`;
  return minutes >= 0 ? `还剩 ${words}` : `超时 ${words}`;
}

export const TOPIC: Record<string, string> = {
  account: '账户与绑定',
  billing: '电费',
  chitchat: '闲聊',
  complaint: '投诉',
  connection: '报装',
  faq: '常见问题',
  handoff: '转人工',
  outage: '停电',
  payment: '缴费',
};

/** Intents of domain.yml, as a colleague would say them. */
export const INTENT: Record<string, string> = {
  query_balance: '查欠费和余额',
  query_bill: '查电费账单',
  explain_bill: '问电费为什么变化',
  query_tiers: '查阶梯档位',
  query_usage: '查用电量',
  compare_tariffs: '比较峰谷与阶梯',
  query_prices: '问电价',
  query_late_fee: '问违约金',
  query_reading: '查抄表示数',
  dispute_bill: '对电费有异议',
  report_reading: '报抄表示数',
  ask_other_period: '换个时间问',
  ask_why: '追问原因',
  query_payments: '查缴费记录',
  trace_payment: '缴费没到账',
  query_invoice: '查发票',
  query_payment_ways: '问怎么缴费',
  query_cut_off: '问欠费停电与复电',
  bind_account: '绑定户号',
  unbind_account: '解除绑定',
  switch_account: '换一个户号',
  query_accounts: '查名下户号',
  change_reserved_phone: '换预留手机号',
  not_account_holder: '不是户主',
  ask_why_needed: '问为什么要核实',
  resend_code: '重发验证码',
  request_person: '找人工',
  query_request: '问诉求进度',
  report_outage: '报停电',
  apply_connection: '办报装等业务',
  query_generation: '问光伏发电',
  make_complaint: '投诉',
  query_office: '问营业厅',
  query_hotline: '问热线电话',
  query_privacy: '问隐私',
  greet: '打招呼',
  thank: '道谢',
  goodbye: '告别',
  affirm: '同意',
  deny: '不同意',
  inform: '补充信息',
  stop: '不办了',
  help: '求助',
  bot_challenge: '问是不是机器人',
  restart_conversation: '重新开始',
  out_of_scope: '不在服务范围',
};

export const FORM: Record<string, string> = {
  account_binding_form: '核实身份',
  billing_dispute_form: '登记电费异议',
  billing_reading_form: '报抄表示数',
};

/** What a form waits for. */
export const SLOT: Record<string, string> = {
  account_consent: '是否同意隐私说明',
  account_number: '户号',
  account_name: '户主姓名',
  account_code: '验证码',
  billing_dispute_reason: '异议的原因',
  billing_dispute_confirm: '是否登记',
  billing_reading_value: '示数',
  billing_reading_confirm: '示数是否正确',
};
