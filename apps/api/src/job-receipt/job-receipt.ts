import { receiptSchema } from '@kiln/contract'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { isOwn, jobParams } from '../show-job/own-job.ts'
import { renderNow } from '../show-job/render-now.ts'
import { speak } from '../speak.ts'
import { PAGE_POLICY, renderPage } from './page/page.ts'
import { renderReceipt } from './render-receipt.ts'
import { wantedForm } from './wanted-form.ts'

const receiptQuery = z.strictObject({
  format: z
    .enum(['json', 'html'])
    .exactOptional()
    .describe('What Accept decides where it is left out; JSON where that does not care.'),
  input: z
    .enum(['shown', 'hidden'])
    .exactOptional()
    .describe('`hidden` leaves the input out, for sending on.'),
})

const schema = {
  summary: 'Show the receipt of a job',
  description:
    'Everything that is known of a job and what is not: quote and hold, each attempt with its call, reads, callbacks ' +
    'and charge, what held it back, result or failure. As `text/html` a page without scripts that can be sent to ' +
    "KIE's support, or printed.",
  tags: ['Jobs'],
  produces: ['application/json', 'text/html'],
  params: jobParams,
  querystring: receiptQuery,
  response: { 200: receiptSchema, ...problemResponses('jobUnknown', 'validation') },
}

export function jobReceipt(api: Api, deps: ApiDeps): void {
  const render = renderNow(deps)
  api.get('/v1/jobs/:id/receipt', { config: { access: 'read' as const }, schema }, async (request, reply) => {
    const { format, input } = request.query
    const history = await deps.ledger.history(request.params.id)
    if (history === null || !isOwn(history.job, request.caller)) return sendProblem(reply, 'jobUnknown')
    const language = speak(reply)
    const [job] = await render([history.job], language)
    const wish = { inputHidden: input === 'hidden', language, madeAt: new Date() }
    const receipt = renderReceipt(history, job!, wish)
    reply.header('vary', 'accept, accept-language').header('cache-control', 'private, no-store')
    const wanted = format ?? wantedForm(request.headers.accept)
    return wanted === 'json' ? receipt : sendPage(reply, history.job.id, renderPage(receipt, language))
  })
}

function sendPage(reply: FastifyReply, id: string, page: string): FastifyReply {
  return reply
    .header('content-security-policy', `${PAGE_POLICY}; frame-ancestors 'none'`)
    .header('content-disposition', `inline; filename="receipt-${id}.html"`)
    .type('text/html; charset=utf-8')
    .send(page)
}
