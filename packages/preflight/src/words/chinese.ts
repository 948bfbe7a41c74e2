import type { Words } from './words.ts'

export const CHINESE: Words = {
  tooDeep: {
    message: (most) => `请求体的嵌套不得超过 ${most} 层。`,
    expected: (most) => `最多 ${most} 层`,
  },
  duplicate: {
    message: (line) => `customId 在同一批次中不能重复，与第 ${line} 行相同。`,
    expected: '其他行未使用的名称',
    hint: '请重命名其中一行，或去掉一行。',
  },
  longDefaults: {
    message: (characters, levels) =>
      `defaults 的 JSON 不得超过 ${characters} 个字符，嵌套不得超过 ${levels} 层。`,
    expected: (characters) => `最多 ${characters} 个字符`,
    hint: '请将较长的内容移到需要它的行中。',
  },
  crowdedDefaults: {
    message: (values) => `defaults 最多包含 ${values} 个值，列表和对象连同其中的全部内容计算在内。`,
    expected: (values) => `最多 ${values} 个值`,
  },
  manyKeys: {
    message: (at, most, got) => `${at} 应为：最多包含 ${most} 个参数的对象；实际为：${got}。`,
    expected: (most) => `最多包含 ${most} 个参数的对象`,
    hint: '请去掉模型不接受的参数。',
  },
  lines: {
    tooLong: { message: '每行最长 1 MB。', hint: '请以 URL 传入媒体文件。' },
    brokenOff: { message: '文件在此处中断。', hint: '请重新写入或重新压缩。' },
    notUtf8: { message: '该行必须是 UTF-8 编码。', hint: '请将文件保存为 UTF-8。' },
    notJson: { message: '该行必须是一个 JSON 对象。', hint: '请检查是否缺少引号、括号或逗号。' },
  },
  notValid: '请求体无效。',
  andMore: (first, count) => `${first}全部 ${count} 个错误见 \`errors\`。`,
}
