import type { Words } from './words.ts'

export const CHINESE: Words = {
  advice: {
    invalidInput: '请更正消息中指出的输入，并作为新任务提交；未产生任何费用。',
    notFound: '请对照 GET /v1/models 检查模型 ID；KIE 未向此账户提供该模型。',
    disabled: 'KIE 已停用此模型。请改用其他模型，或等待 KIE 重新提供。',
    inputUnreachable: 'KIE 无法读取媒体 URL。请将其设为可公开访问，或将文件上传到 KIE，然后重新提交。',
    generationFailed: '模型处理此输入时失败。重新尝试可能成功；请先确认是否已扣费。',
    contentRefused: '内容被拒绝。相同的提示词会再次被拒绝，请修改后再提交。',
    upstreamTimeout: '模型超过十分钟没有返回结果。重新尝试可能成功；请先确认是否已扣费。',
    upstreamError: 'KIE 发生内部错误。重新尝试可能成功；请先确认是否已扣费。',
    noCredits: '账户积分不足，无法执行此任务。请充值后重新提交。',
  },
  atField: (field, advice) => `请检查 input.${field}。${advice}`,
  states: {
    queued: '已接受，尚未发送，正在排队等待',
    submitting: '正在发送到 KIE',
    unconfirmed: '发送到 KIE 的结果未知',
    running: '正在 KIE 运行，由 kiln 跟踪',
    late: '已超过等待时限，kiln 仍会间隔较长时间继续查询',
    parked: '需要人工处理，并已说明原因',
    succeeded: '已得到结果',
    failed: '被 KIE 或校验拒绝',
    canceled: '已由提交者取消或由操作员核销',
  },
}
