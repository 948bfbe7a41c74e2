import { ledger, quantiles, rate, type Dashboard } from './panel.ts'

/** Redis, queue and processes. */
export const MACHINE_ROOM: Dashboard = {
  uid: 'kiln-machine-room',
  title: 'kiln: Machine room',
  description:
    'Are Redis and the processes well? Contract, lag and memory of Redis, doorbells, event loops, restarts.',
  variables: ['instance'],
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Workers',
          kind: 'number',
          unit: 'short',
          width: 4,
          redFrom: 1,
          lowIsBad: true,
          good: 'As many as were started.',
          otherwise: '0: nothing goes out and no result is collected. Start one: pnpm worker.',
          queries: [{ expr: ledger('kiln_workers'), legend: 'workers' }],
          apiPath: '/v1/system',
        },
        {
          title: 'APIs',
          kind: 'number',
          unit: 'short',
          width: 4,
          redFrom: 1,
          lowIsBad: true,
          good: 'As many as were started.',
          otherwise: 'One that is missing cannot be scraped, or cannot reach Redis (/readyz).',
          queries: [{ expr: 'count(kiln_redis_contract_ok)', legend: 'APIs' }],
        },
        {
          title: 'Redis contract',
          kind: 'number',
          unit: 'short',
          width: 4,
          redFrom: 1,
          lowIsBad: true,
          good: '1.',
          otherwise: '0: a power cut may lose jobs or pay twice. /readyz and the log name the setting.',
          queries: [{ expr: 'min(kiln_redis_contract_ok)', legend: 'kept' }],
          apiPath: '/readyz',
        },
        {
          title: 'Clock off by',
          kind: 'number',
          unit: 's',
          width: 4,
          redFrom: 5,
          good: 'Below a second.',
          otherwise: 'Set the clock of the worker that /v1/system names. No job is harmed by it.',
          queries: [{ expr: ledger('kiln_clock_skew_seconds'), legend: 'most' }],
          apiPath: '/v1/system',
        },
        {
          title: 'Restarts',
          kind: 'number',
          unit: 'short',
          width: 4,
          good: 'Those of deployments, in the time shown.',
          otherwise: 'More: look for `crashed` and `contractBroken` in the log.',
          queries: [
            { expr: 'sum(changes(process_start_time_seconds{job=~"kiln.*"}[$__range]))', legend: 'restarts' },
          ],
        },
        {
          title: 'Stray tasks',
          kind: 'number',
          unit: 'short',
          width: 4,
          redFrom: 1,
          good: '0.',
          otherwise: 'Each is a charge that no job had a place for: look for `strayTask` in the log.',
          queries: [{ expr: ledger('kiln_stray_tasks_total'), legend: 'stray tasks' }],
        },
      ],
    },
    {
      title: 'Redis and queue',
      panels: [
        {
          title: 'Redis answers in',
          kind: 'lines',
          unit: 's',
          width: 12,
          good: 'A few milliseconds.',
          otherwise: 'A slow disk (every write is synced), a busy machine, or other users of this Redis.',
          queries: [{ expr: 'kiln_redis_lag_seconds{instance=~"$instance"}', legend: '{{instance}}' }],
        },
        {
          title: 'Redis memory',
          kind: 'lines',
          unit: 'bytes',
          width: 12,
          good: 'Well below its limit, where it has one.',
          otherwise: 'A full Redis takes no new jobs. Raise maxmemory; never let it evict.',
          queries: [
            { expr: ledger('kiln_redis_memory_bytes'), legend: 'used' },
            { expr: `${ledger('kiln_redis_memory_max_bytes')} > 0`, legend: 'limit' },
          ],
        },
        {
          title: 'Doorbells (BullMQ)',
          kind: 'stacked',
          unit: 'short',
          width: 12,
          good: 'Few: at most one window of jobs is ever rung for.',
          otherwise:
            'Waiting ones that stay: workers do not take them. All may be deleted; kiln rings again.',
          queries: [{ expr: 'max by (state) (kiln_doorbells)', legend: '{{state}}' }],
        },
        {
          title: 'Webhooks',
          kind: 'stacked',
          unit: 'calls/min',
          width: 12,
          good: 'Flat at 0: there are no webhooks yet.',
          otherwise: 'Nothing to do.',
          queries: [
            { expr: `sum by (outcome) (${rate('kiln_webhooks_total')}) * 60`, legend: '{{outcome}}' },
          ],
        },
      ],
    },
    {
      title: 'Processes',
      panels: [
        {
          title: 'Event loop late by',
          kind: 'lines',
          unit: 's',
          width: 12,
          redFrom: 0.2,
          good: 'Below 20 ms.',
          otherwise: 'The process has too much to do or too little processor: start another.',
          queries: [
            { expr: 'kiln_event_loop_lag_seconds{instance=~"$instance"}', legend: '{{job}} {{instance}}' },
          ],
        },
        {
          title: 'Processor',
          kind: 'lines',
          unit: 'percentunit',
          width: 12,
          good: 'Below a half; a process uses one core.',
          otherwise: 'Near 100 %: start another.',
          queries: [
            {
              expr: rate('process_cpu_seconds_total', '{job=~"kiln.*", instance=~"$instance"}'),
              legend: '{{job}} {{instance}}',
            },
          ],
        },
        {
          title: 'Memory',
          kind: 'lines',
          unit: 'bytes',
          width: 12,
          good: 'Flat, some 150 MB.',
          otherwise: 'Rising for hours: restart it (nothing is lost) and report it.',
          queries: [
            {
              expr: 'process_resident_memory_bytes{job=~"kiln.*", instance=~"$instance"}',
              legend: '{{job}} {{instance}}',
            },
          ],
        },
        {
          title: 'Running for, by version',
          kind: 'lines',
          unit: 's',
          width: 12,
          good: 'All of one version, rising.',
          otherwise:
            'Falling back to 0 again and again: it crashes. Two versions: a deployment is not finished.',
          queries: [
            {
              expr: '(time() - process_start_time_seconds{instance=~"$instance"}) * on (job, instance) group_right () kiln_build_info',
              legend: '{{job}} {{instance}} {{version}}',
            },
          ],
        },
        {
          title: 'API answers in',
          kind: 'lines',
          unit: 's',
          width: 12,
          good: 'p95 below 100 ms; calls with ?wait= take as long as they were asked to.',
          otherwise: 'Slow everywhere: Redis or the event loop. Slow in one route: report it.',
          queries: quantiles(
            'http_request_duration_seconds',
            '{route!="/metrics", instance=~"$instance"}',
            'route',
          ).slice(1),
        },
        {
          title: 'API answers by status',
          kind: 'stacked',
          unit: 'calls/min',
          width: 12,
          good: '2xx, and 4xx of callers at fault.',
          otherwise: '503: Redis is away. 500: a fault of kiln, in the log.',
          queries: [
            {
              expr: `sum by (status) (${rate('http_request_duration_seconds_count', '{instance=~"$instance"}')}) * 60`,
              legend: '{{status}}',
            },
          ],
        },
      ],
    },
  ],
}
