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
  meter: '电表',
  outage: '停电',
  payment: '缴费',
};

/** Intents, with their titles in data/intents.yml. */
export const INTENT: Record<string, string> = {
  query_balance: '欠费和余额',
  query_bill: '查电费账单',
  explain_bill: '电费为什么高',
  query_tiers: '阶梯用到第几档',
  query_usage: '查用电量',
  compare_tariffs: '峰谷划不划算',
  query_prices: '电价多少',
  query_late_fee: '违约金',
  query_reading: '电表读数',
  dispute_bill: '账单有疑问，要核查',
  report_reading: '自己报电表读数',
  ask_other_period: '换个时间再查',
  ask_why: '为什么',
  query_payments: '缴费记录',
  trace_payment: '交了费没到账',
  query_invoice: '电费发票',
  query_payment_ways: '怎么交费',
  query_cut_off: '欠费停电和复电',
  request_refund: '退费',
  defer_payment: '缓交电费',
  set_reminder: '开通电费提醒',
  stop_reminder: '关闭电费提醒',
  bind_account: '绑定户号',
  unbind_account: '解除绑定',
  switch_account: '换一个户号',
  query_accounts: '我绑定的户号',
  change_reserved_phone: '预留手机号换了',
  not_account_holder: '我不是户主',
  ask_why_needed: '为什么要验证',
  resend_code: '重发验证码',
  report_outage: '停电报修',
  query_outage: '停电信息',
  report_voltage: '电压不稳',
  claim_damage: '家电烧坏索赔',
  report_hazard: '电力设施隐患',
  report_meter_fault: '电表故障',
  request_meter_check: '申请校表',
  apply_connection: '新装用电',
  change_capacity: '增容减容暂停',
  transfer_account: '过户更名',
  close_account: '销户',
  apply_charger: '充电桩报装',
  apply_generation: '光伏报装',
  query_generation: '光伏发电和上网电费',
  change_tariff: '变更电价',
  make_complaint: '投诉',
  give_praise: '表扬',
  make_suggestion: '提建议',
  report_theft: '举报窃电',
  request_person: '请工作人员联系我',
  query_request: '登记的事办得怎样了',
  query_office: '营业厅在哪里',
  query_hotline: '服务热线',
  query_privacy: '隐私说明',
  ask_knowledge: '用电常识和规定',
  greet: '打招呼',
  thank: '道谢',
  goodbye: '告别',
  affirm: '肯定',
  deny: '否定',
  inform: '提供信息',
  stop: '停下',
  restart_conversation: '从头开始',
  help: '你能帮我什么',
  bot_challenge: '你是机器人吗',
  chitchat: '闲聊',
  out_of_scope: '不归我们管',
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
