import { ledger, quantiles, rate, type Dashboard } from './panel.ts'

/** Whether jobs flow, and what they wait for. */
export const FLOW: Dashboard = {
  uid: 'kiln-flow',
  title: 'kiln: Flow',
  description:
    'Do jobs flow? Accepted, submitted, finished; who waits, for how long, and who needs a person.',
  variables: ['model', 'instance'],
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Waiting',
          kind: 'number',
          unit: 'short',
          width: 4,
          good: 'Any number, as long as it falls when nobody hands in more.',
          otherwise: 'See which gate holds them (KIE dashboard), then /v1/system.',
          queries: [{ expr: ledger('kiln_jobs', '{state="queued"}'), legend: 'queued' }],
          apiPath: '/v1/jobs?state=queued',
        },
        {
          title: 'At KIE',
          kind: 'number',
          unit: 'short',
          width: 4,
          good: 'About throughput times run time; KIE takes some hundred at once.',
          otherwise: '0 while jobs wait: a gate is closed, or no worker is there.',
          queries: [
            {
              expr: 'sum(max by (state) (kiln_jobs{state=~"submitting|running"}))',
              legend: 'submitting and running',
            },
          ],
          apiPath: '/v1/jobs?state=running',
        },
        {
          title: 'Oldest waiting',
          kind: 'number',
          unit: 's',
          width: 4,
          redFrom: 3_600,
          good: 'About the length of the queue divided by the pace.',
          otherwise: 'Look the job up: it names the gate that holds it.',
          queries: [{ expr: ledger('kiln_oldest_queued_seconds'), legend: 'oldest' }],
          apiPath: '/v1/jobs?state=queued',
        },
        {
          title: 'Late or unconfirmed',
          kind: 'number',
          unit: 'short',
          width: 4,
          good: 'Near 0. A late job is past ten minutes; an unconfirmed one has no answer to its creation.',
          otherwise: 'Both are still looked after and never sent again. Many at once: KIE is ill.',
          queries: [
            { expr: ledger('kiln_jobs', '{state="late"}'), legend: 'late' },
            { expr: ledger('kiln_jobs', '{state="unconfirmed"}'), legend: 'unconfirmed' },
          ],
          apiPath: '/v1/jobs?state=late',
        },
        {
          title: 'Need a person',
          kind: 'number',
          unit: 'short',
          width: 4,
          redFrom: 1,
          good: '0.',
          otherwise: 'Each parked job says why. kiln will not pay again without being told to.',
          queries: [{ expr: ledger('kiln_jobs', '{state="parked"}'), legend: 'parked' }],
          apiPath: '/v1/jobs?state=parked',
        },
        {
          title: 'Unaccounted',
          kind: 'number',
          unit: 'short',
          width: 4,
          redFrom: 1,
          good: '0, always.',
          otherwise: 'A fault of kiln, or somebody wrote into its Redis: keep the logs and report it.',
          queries: [{ expr: 'max(abs(kiln_jobs_unaccounted))', legend: 'unaccounted' }],
        },
      ],
    },
    {
      title: 'Through',
      panels: [
        {
          title: 'Accepted, submitted, finished',
          kind: 'lines',
          unit: 'jobs/min',
          width: 12,
          good: 'The three follow each other; submitted never rises above the allowance.',
          otherwise: 'Submitted below accepted: jobs queue up. Finished below submitted: KIE is slow.',
          queries: [
            { expr: `max(${rate('kiln_jobs_accepted_total')}) * 60`, legend: 'accepted' },
            {
              expr: `sum(${rate('kie_responses_total', '{endpoint="createTask", class="accepted"}')}) * 60`,
              legend: 'submitted',
            },
            { expr: `sum(${rate('kiln_jobs_finished_total')}) * 60`, legend: 'finished' },
          ],
        },
        {
          title: 'Jobs on their way',
          kind: 'stacked',
          unit: 'short',
          width: 12,
          good: 'Mostly running, and queued while there is more work than allowance.',
          otherwise: 'A growing band of unconfirmed, late or parked: see the KIE dashboard for what changed.',
          queries: [
            {
              expr: 'max by (state) (kiln_jobs{state!~"succeeded|failed|canceled"})',
              legend: '{{state}}',
            },
          ],
        },
        {
          title: 'Verdicts',
          kind: 'stacked',
          unit: 'jobs/min',
          width: 12,
          good: 'Nearly all succeeded.',
          otherwise: 'Failures by class are on the KIE dashboard; the API lists the jobs.',
          queries: [
            {
              expr: `sum by (state) (${rate('kiln_jobs_finished_total', '{model=~"$model"}')}) * 60`,
              legend: '{{state}}',
            },
          ],
          apiPath: '/v1/jobs?state=failed',
        },
        {
          title: 'Why jobs need a person',
          kind: 'stacked',
          unit: 'short',
          width: 12,
          good: 'Empty, or a flat line that somebody works on.',
          otherwise:
            'noAnswer: the creation was lost; noVerdict: a day without one; taskVanished, noResult: KIE lost it; quarantined: a record cannot be read.',
          queries: [{ expr: 'max by (reason) (kiln_jobs_parked)', legend: '{{reason}}' }],
          apiPath: '/v1/jobs?state=parked',
        },
      ],
    },
    {
      title: 'Pace',
      panels: [
        {
          title: 'Wait before createTask',
          kind: 'lines',
          unit: 's',
          width: 12,
          good: 'Under a second while nothing queues up.',
          otherwise: 'Long with a full creation window: that is the account. Long with a free one: a gate.',
          queries: quantiles('kiln_queue_wait_seconds', '{instance=~"$instance"}'),
        },
        {
          title: 'Verdict seen after',
          kind: 'lines',
          unit: 's',
          width: 12,
          good: 'Some seconds; about one with callbacks.',
          otherwise:
            'Read window full: raise KILN_POLL_LIMIT or set KIE_CALLBACK_URL. Callbacks silent: see KIE.',
          queries: quantiles('kiln_detection_lag_seconds', '{instance=~"$instance"}'),
        },
        {
          title: 'Windows in use',
          kind: 'lines',
          unit: 'percentunit',
          width: 12,
          good: 'Creations near 100 % while jobs wait, anywhere else otherwise; reads below 100 %.',
          otherwise:
            'Creations low while jobs wait: a gate, or slow start after one. Reads full: verdicts come late.',
          queries: [
            {
              expr: `${ledger('kiln_submit_window_used')} / ${ledger('kiln_submit_window_places')}`,
              legend: 'creations',
            },
            {
              expr: `${ledger('kiln_poll_window_used')} / ${ledger('kiln_poll_window_places')}`,
              legend: 'reads',
            },
          ],
          apiPath: '/v1/system',
        },
        {
          title: 'Reads for each verdict',
          kind: 'lines',
          unit: 'short',
          width: 12,
          good: 'About six without callbacks, about two with them.',
          otherwise: 'Many: a new or changed model; kiln learns its run times within thirty jobs.',
          queries: [
            {
              expr: `sum(${rate('kiln_polls_per_job_sum', '{instance=~"$instance"}')}) / sum(${rate('kiln_polls_per_job_count', '{instance=~"$instance"}')})`,
              legend: 'reads',
            },
          ],
        },
      ],
    },
  ],
}
