// How the staff's pages name what the API says in code.

import type { Priority, RequestStatus } from './staffApi';

/** Their colours are in staff.css: .priority-… and .status-…. */
export const PRIORITY: Record<Priority, string> = { urgent: '紧急', high: '优先', normal: '一般', low: '低' };

export const STATUS: Record<RequestStatus, string> = { open: '待办', done: '已办结', cancelled: '已取消' };

/** Kinds as in data/service_requests.yml, for the filter; a request carries its own title. */
export const KINDS = [
  { value: 'danger', label: '危险报告' },
  { value: 'callback', label: '人工回电' },
  { value: 'disputed_bill', label: '电费异议核查' },
  { value: 'meter_reading', label: '抄表示数核对' },
  { value: 'meter_fault', label: '电表异常处理' },
  { value: 'meter_check', label: '电表校验' },
  { value: 'payment_trace', label: '交费未到账查询' },
  { value: 'invoice', label: '发票申请' },
  { value: 'reserved_phone', label: '预留手机号变更' },
  { value: 'other', label: '服务申请' },
];

export const SENDER: Record<string, string> = { customer: '客户', bot: '小灯', agent: '客服', system: '系统' };
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
  payment: '交费',
};
