import { quantiles, rate, type Dashboard, type Panel } from './panel.ts'

/** Answers with one code have a panel of their own. */
function answersOf(code: string, words: Pick<Panel, 'title' | 'good' | 'otherwise' | 'apiPath'>): Panel {
  return {
    ...words,
    kind: 'lines',
    unit: 'calls/min',
    width: 8,
    queries: [
      {
        expr: `sum by (endpoint) (${rate('kie_responses_total', `{code=~"${code}"}`)}) * 60`,
        legend: '{{endpoint}}',
      },
    ],
  }
}

/** What KIE says, and what kiln makes of it. */
export const KIE: Dashboard = {
  uid: 'kiln-kie',
  title: 'kiln: KIE',
  description:
    'How is KIE? Its answers by code, the gates that they close, how long it takes, and which models are ill.',
  variables: ['model', 'instance'],
  rows: [
    {
      title: 'Gates',
      panels: [
        {
          title: 'Gates',
          kind: 'gates',
          unit: 'short',
          width: 24,
          good: 'All open; rate and turn may close for moments.',
          otherwise: 'docs/gates.md says for each what closed it and what opens it. Nothing fails meanwhile.',
          queries: [{ expr: 'min by (gate) (kiln_gate_open)', legend: '{{gate}}' }],
          apiPath: '/v1/system',
        },
        {
          title: 'Closed for, in the time shown',
          kind: 'bars',
          unit: 's',
          width: 24,
          good: 'Hardly anything. Counted when a gate opens, so one that is closed now is not in it yet.',
          otherwise: 'The longest bar is what costs throughput.',
          queries: [
            { expr: 'sum by (gate) (increase(kiln_gate_seconds_total[$__range])) > 0', legend: '{{gate}}' },
          ],
        },
      ],
    },
    {
      title: 'Answers',
      panels: [
        answersOf('402|433', {
          title: '402: no credits',
          good: 'None. While the gate is closed, one try for each KILN_CREDIT_PROBE.',
          otherwise: 'Top up. All jobs go on by themselves.',
          apiPath: '/v1/system',
        }),
        answersOf('429', {
          title: '429: too many calls',
          good: 'None: kiln stays below KILN_SUBMIT_LIMIT.',
          otherwise: 'Somebody else uses the account, or the limit is set too high. Lower it by their share.',
        }),
        answersOf('501', {
          title: '501: generation failed',
          good: 'A few in a hundred jobs.',
          otherwise: 'See which model, below. Allow retries, or use another model.',
          apiPath: '/v1/jobs?failure=generationFailed',
        }),
        {
          title: 'Answers by code',
          kind: 'stacked',
          unit: 'calls/min',
          width: 12,
          good: 'Nearly all 200.',
          otherwise: 'docs/errors.md explains every code.',
          queries: [
            {
              expr: `sum by (endpoint, code) (${rate('kie_responses_total', '{instance=~"$instance"}')}) * 60 > 0`,
              legend: '{{endpoint}} {{code}}',
            },
          ],
        },
        {
          title: 'Lost and refused calls',
          kind: 'lines',
          unit: 'calls/min',
          width: 12,
          good: 'None. `unknown` may have been paid for; the others were not.',
          otherwise:
            'notSent, edge: the network or the address. unknown: wait for callbacks; what stays is parked.',
          queries: [
            {
              expr: `sum by (class) (${rate('kie_responses_total', '{class=~"unknown|notSent|edge|unauthorized|maintenance|unreadable"}')}) * 60`,
              legend: '{{class}}',
            },
          ],
        },
        {
          title: 'Time to answer',
          kind: 'lines',
          unit: 's',
          width: 12,
          good: 'Half a second.',
          otherwise:
            'Slow creations use up places of the window; above KILN_CREATE_TIMEOUT answers are lost.',
          queries: quantiles('kie_request_seconds', '{instance=~"$instance"}', 'endpoint'),
        },
        {
          title: 'Callbacks',
          kind: 'stacked',
          unit: 'calls/min',
          width: 12,
          good: 'One hint for each verdict; `ended` are repeats.',
          otherwise:
            'badSignature, unknownToken: not from KIE, or a wrong KIE_WEBHOOK_HMAC_KEY. notStored: Redis was away.',
          queries: [
            { expr: `sum by (outcome) (${rate('kiln_callbacks_total')}) * 60`, legend: '{{outcome}}' },
          ],
        },
      ],
    },
    {
      title: 'Models',
      panels: [
        {
          title: 'Share of failures by model',
          kind: 'lines',
          unit: 'percentunit',
          width: 12,
          good: 'Below a tenth.',
          otherwise: 'From eight of ten on kiln holds the model by itself until one job comes to a result.',
          queries: [
            {
              expr: `sum by (model) (${rate('kiln_jobs_finished_total', '{state="failed", model=~"$model"}')}) / (sum by (model) (${rate('kiln_jobs_finished_total', '{model=~"$model"}')}) > 0)`,
              legend: '{{model}}',
            },
          ],
          apiPath: '/v1/models',
        },
        {
          title: 'Failures by class',
          kind: 'stacked',
          unit: 'jobs/min',
          width: 12,
          good: 'Few, and of the callers: invalidInput, contentRefused, inputUnreachable.',
          otherwise:
            'generationFailed, upstreamError, upstreamTimeout are KIE. docs/errors.md says what each costs.',
          queries: [
            {
              expr: `sum by (failure) (${rate('kiln_jobs_finished_total', '{state="failed", model=~"$model"}')}) * 60`,
              legend: '{{failure}}',
            },
          ],
          apiPath: '/v1/jobs?state=failed',
        },
        {
          title: 'Run time by model',
          kind: 'lines',
          unit: 's',
          width: 12,
          good: 'Steady. Images take seconds to two minutes, films one to ten.',
          otherwise: 'Near ten minutes jobs become late; results are still collected.',
          queries: quantiles('kiln_task_seconds', '{model=~"$model"}', 'model').slice(0, 1),
        },
        {
          title: 'Callbacks believed in',
          kind: 'lines',
          unit: 'percentunit',
          width: 12,
          good: 'Near 100 % with KIE_CALLBACK_URL set, 0 without.',
          otherwise: 'Falling: KIE cannot reach the URL. Reads come oftener by themselves.',
          queries: [
            { expr: 'max(kiln_callback_health)', legend: 'announced verdicts' },
            { expr: 'max(kiln_callback_last_seconds < bool 60)', legend: 'one came in the last minute' },
          ],
        },
      ],
    },
  ],
}
