import type { ENGLISH_KEYS } from './english.ts'

export const CHINESE_KEYS: typeof ENGLISH_KEYS = {
  columns: ['名称', '租户', '权限', '密钥', '上限', '最近使用', '状态'],
  auditColumns: ['时间', '操作者', '操作', '对象', '详情'],
  none: '没有密钥：API 所在机器上的任何人都可以调用。',
  noActs: '没有符合条件的操作。',
  never: '从未',
  live: '有效',
  inEnvironment: '有效，来自 KILN_API_KEYS',
  revokedBy: (by, at) => `已由 ${by} 于 ${at} 吊销`,
  expires: (at) => `有效至 ${at}`,
  weight: (weight) => `权重 ${weight}`,
  budget: (amount) => `每天 ${amount} 积分`,
  queue: (jobs) => `最多排队 ${jobs} 个`,
  created: (name, tenant, scopes) => `密钥 ${name} 对租户 ${tenant} 有效，权限：${scopes}。`,
  onlyOnce: '密钥内容仅在此显示一次：',
  notTaken: (name) => `${name} 的密钥无法写出，没有人知道它。`,
  makeAnother: (name) => `用 kiln keys revoke ${name} 吊销它，再用别的名称新建一个。`,
  revoked: (name) => `${name} 已吊销：所有 API 将在五秒内拒绝它。`,
  begun: (command) => `它已开始的操作会继续，包括批量重跑：${command} 列出它们，同一租户的密钥可以中止。`,
  badTime: (option, got) => `${option} 应为日期或时间，实际为："${got}"。`,
  badLimit: (option, got) => `${option} 应为数字或 none，实际为："${got}"。`,
}
