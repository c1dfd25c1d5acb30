// What the widget itself says and asks; everything else comes from the assistant.

export const TITLE = '小灯在线服务';
export const ASK_FOR_PERSON = '转人工';

/** Questions offered before the customer has written anything. */
export const FIRST_QUESTIONS = [
  '查我的电费',
  '这个月电费为什么这么高',
  '看看我的用电量',
  '现在的电价是多少',
  '换成峰谷电价划算吗',
  '怎么交电费',
];

/** Short ones for the row above the input. */
export const QUICK_QUESTIONS = ['查电费', '用电量', '阶梯用到哪了', '交费记录', '电价'];

export const STATES = {
  connecting: '正在连接…',
  offline: '连接断开了，正在重新连接。您写的消息会保留，连上后自动发出。',
  renewed: '上次的对话已过期，这是新的对话。',
} as const;
