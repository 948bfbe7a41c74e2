import type { Words } from './words.ts'

const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``)

export const CHINESE: Words = {
  emptyBody: '请求体为空。',
  scopeNeeded: (needed, held) => `此调用需要权限 \`${needed}\`；该密钥具有 ${codes(held).join('、')}。`,
  didYouMean: (ids) => `您是不是想用 ${ids.join(' 或 ')}？`,
  jobIs: (state, meaning) => `任务当前为 ${state}：${meaning}。`,
}
