import { ledger, rate, type Dashboard } from './panel.ts'

const PER_HOUR = '* 3600'
/** What every API tells alike, once. */
const charged = (over: string, labels: string) =>
  `max by (model, outcome) (${over.replace('?', `kiln_credits_total${labels}`)})`
const spending = (labels = '{model=~"$model"}') => charged('rate(?[$__rate_interval])', labels)
const inTimeShown = (labels = '{model=~"$model"}') => charged('increase(?[$__range])', labels)

/** What it costs, what of it was in vain, and how long it lasts. */
export const MONEY: Dashboard = {
  uid: 'kiln-money',
  title: 'kiln: Money',
  description:
    'What does it cost, what of it was in vain, and how long do the credits last? 1 credit is 0.005 USD.',
  variables: ['model'],
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Balance',
          kind: 'number',
          unit: 'credits',
          width: 6,
          good: 'Enough for the night.',
          otherwise: 'Top up. Without credits jobs wait; none fails.',
          queries: [{ expr: ledger('kiln_credits_balance'), legend: 'balance' }],
          apiPath: '/v1/system',
        },
        {
          title: 'Lasts for',
          kind: 'number',
          unit: 's',
          width: 6,
          redFrom: 21_600,
          lowIsBad: true,
          good: 'Over a day. Empty while nothing is spent.',
          otherwise: 'Top up before it is over; the forecast takes the account as a whole, whoever spends.',
          queries: [{ expr: ledger('kiln_credits_left_seconds'), legend: 'left' }],
          apiPath: '/v1/system',
        },
        {
          title: 'In vain',
          kind: 'number',
          unit: 'percentunit',
          width: 6,
          redFrom: 0.05,
          good: 'Below a hundredth of what was charged in the time shown.',
          otherwise: 'failed: KIE kept the money for a failure, dispute it. wasted: paid after a cancel.',
          queries: [
            {
              expr: `sum(${inTimeShown('{model=~"$model", outcome=~"failed|wasted"}')}) / sum(${inTimeShown()})`,
              legend: 'failed or wasted',
            },
          ],
        },
        {
          title: 'Rescued',
          kind: 'number',
          unit: 'credits',
          width: 6,
          good: 'Any number: paid results that were nearly lost, and are not.',
          otherwise: 'Much of it: jobs fail or are parked too early. See which model.',
          queries: [
            { expr: `sum(${inTimeShown('{model=~"$model", outcome="rescued"}')})`, legend: 'rescued' },
          ],
        },
      ],
    },
    {
      title: 'Over time',
      panels: [
        {
          title: 'Balance over time',
          kind: 'lines',
          unit: 'credits',
          width: 12,
          good: 'A saw: slowly down, up with each top-up.',
          otherwise: 'Falling faster than kiln spends (beside): somebody else uses the account.',
          queries: [{ expr: ledger('kiln_credits_balance'), legend: 'balance' }],
        },
        {
          title: 'Charged by model',
          kind: 'stacked',
          unit: 'credits/h',
          width: 12,
          good: 'As planned.',
          otherwise: 'Pause a model at /v1/system/pause, or set KILN_BUDGET_PER_DAY for its key.',
          queries: [{ expr: `sum by (model) (${spending()}) ${PER_HOUR}`, legend: '{{model}}' }],
          apiPath: '/v1/models',
        },
        {
          title: 'Charged by what it brought',
          kind: 'stacked',
          unit: 'credits/h',
          width: 12,
          good: 'delivered, and now and then rescued.',
          otherwise: 'failed and wasted are money for nothing.',
          queries: [{ expr: `sum by (outcome) (${spending()}) ${PER_HOUR}`, legend: '{{outcome}}' }],
        },
        {
          title: 'Forecast',
          kind: 'lines',
          unit: 's',
          width: 12,
          redFrom: 21_600,
          lowIsBad: true,
          good: 'Over a day, and not falling faster than time passes.',
          otherwise: 'Falling fast: burn has risen. Top up, or slow down with KILN_SUBMIT_LIMIT.',
          queries: [{ expr: ledger('kiln_credits_left_seconds'), legend: 'gone in' }],
        },
      ],
    },
    {
      title: 'In the time shown',
      panels: [
        {
          title: 'Charged by model, in all',
          kind: 'bars',
          unit: 'credits',
          width: 8,
          good: 'As planned.',
          otherwise: 'Compare with KIE’s own account page: they must agree.',
          queries: [{ expr: `sum by (model) (${inTimeShown()})`, legend: '{{model}}' }],
        },
        {
          title: 'Failed, wasted and rescued',
          kind: 'bars',
          unit: 'credits',
          width: 8,
          good: 'Near 0.',
          otherwise: 'Which model it is stands in kiln_credits_total; pick it above.',
          queries: [
            {
              expr: `sum by (outcome) (${inTimeShown('{model=~"$model", outcome!="delivered"}')})`,
              legend: '{{outcome}}',
            },
            {
              expr: 'sum(max by (model) (increase(kiln_credits_possibly_wasted_total{model=~"$model"}[$__range])))',
              legend: 'written off, perhaps charged',
            },
          ],
        },
        {
          title: 'Budgets of the day',
          kind: 'bars',
          unit: 'percentunit',
          width: 8,
          redFrom: 0.9,
          good: 'Below 100 %. Empty where no key has a budget.',
          otherwise:
            'At 100 % the jobs of this key wait for the next day (UTC). Raise KILN_BUDGET_PER_DAY, or wait.',
          queries: [
            {
              expr: 'max by (key) (kiln_budget_spent_credits) / max by (key) (kiln_budget_credits)',
              legend: '{{key}}',
            },
          ],
        },
        {
          title: 'Credits for a result',
          kind: 'lines',
          unit: 'credits',
          width: 24,
          good: 'The price of the model, steady.',
          otherwise: 'Rising: KIE has changed a price; `kiln catalog diff` and docs/models tell which.',
          queries: [
            {
              expr: `sum by (model) (${spending('{model=~"$model", outcome="delivered"}')}) / (sum by (model) (${rate('kiln_jobs_finished_total', '{model=~"$model", state="succeeded"}')}) > 0)`,
              legend: '{{model}}',
            },
          ],
          apiPath: '/v1/models',
        },
      ],
    },
  ],
}
