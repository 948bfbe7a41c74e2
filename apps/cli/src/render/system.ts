import type { SystemView } from '@kiln/sdk'
import type { Need } from '../system/needs-person.ts'
import type { Words } from '../words/words.ts'
import { renderTime } from './batch.ts'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'

/** What holds jobs back, and what needs a person. */
export function renderSystem(system: SystemView, needs: readonly Need[], ink: Ink, words: Words): string {
  const told = words.system
  const { rows } = told
  const facts = [
    ...renderGates(system, words).map((text, at) => [at === 0 ? rows.gates : '', text]),
    [rows.submit, renderSubmit(system, words)],
    [rows.poll, renderWindow(system.poll, words)],
    [rows.credits, renderCredits(system.credits, words)],
    [rows.jobs, renderStates(system, words)],
    [rows.busiest, renderBusiest(system, words)],
    ...renderWorkers(system, words).map((text, at) => [at === 0 ? rows.workers : '', text]),
    [rows.callback, system.lastCallbackAt === null ? told.notYet : renderTime(system.lastCallbackAt)],
    ...(system.strayTasks === 0 ? [] : [[rows.strays, String(system.strayTasks)]]),
  ]
  const table = renderTable(facts.map(([name = '', text = '']) => [`  ${name}`, text]))
  return `${ink.bold(plain(renderTime(system.now)))}\n${table}\n${renderNeeds(needs, ink, words)}`
}

function renderNeeds(needs: readonly Need[], ink: Ink, { system }: Words): string {
  if (needs.length === 0) return `${ink.green(system.calm)}\n`
  const lines = needs.map((need) => `  ${tellNeed(need, system.needs)}\n`)
  return `${ink.yellow(system.attention)}\n${lines.join('')}`
}

function tellNeed(need: Need, told: Words['system']['needs']): string {
  switch (need.kind) {
    case 'gate':
      return need.command === null
        ? told.gate(plain(need.gate))
        : told.paused(plain(need.gate), plain(need.command))
    case 'parked':
      return told.parked(need.jobs)
    case 'noWorker':
      return told.noWorker
    case 'credits':
      return told.credits(renderTime(need.at))
    case 'noCredits':
      return told.noCredits
  }
}

/** One line for each closed gate, or one that says that all are open. */
export function renderGates({ gates }: Pick<SystemView, 'gates'>, { system: told }: Words): string[] {
  if (gates.length === 0) return [told.allOpen]
  return gates.map(({ gate, model, detail, until, probes, jobsHeld }) => {
    const end =
      until === null ? told.byPerson : probes ? told.tries(renderTime(until)) : told.until(renderTime(until))
    const name = model === null ? gate : `${gate} ${model}`
    return plain([name, detail, told.held(jobsHeld), end].join(' · '))
  })
}

export function renderSubmit({ submit }: Pick<SystemView, 'submit'>, words: Words): string {
  const window = renderWindow(submit, words)
  return submit.slowStart === null ? window : `${window} · ${words.system.slowStart(submit.slowStart)}`
}

export function renderWindow({ used, places, windowMs }: SystemView['poll'], { system }: Words): string {
  return system.window(used, places, windowMs / 1000)
}

export function renderCredits(credits: SystemView['credits'], { system: told }: Words): string {
  if (credits === null) return told.noBalance
  const { balance, perHour, goneAt } = credits
  const parts = [
    told.balance(round(balance)),
    ...(perHour === null ? [] : [told.perHour(round(perHour))]),
    ...(goneAt === null ? [] : [told.gone(renderTime(goneAt))]),
  ]
  return parts.join(' · ')
}

/** States are spelled alike everywhere. */
function renderStates({ jobs }: SystemView, { system }: Words): string {
  const some = Object.entries(jobs).filter(([, count]) => count > 0)
  return some.map(([state, count]) => `${count} ${plain(state)}`).join(', ') || system.none
}

export function renderBusiest({ busiest }: Pick<SystemView, 'busiest'>, { system }: Words): string {
  return busiest.map(({ model, queued }) => `${plain(model)} ${queued}`).join(', ') || system.none
}

function renderWorkers({ workers }: SystemView, { system }: Words): string[] {
  if (workers.length === 0) return [system.none]
  return workers.map(({ host, pid, startedAt }) => `${plain(host)} ${pid} · ${renderTime(startedAt)}`)
}

const round = (credits: number) => Math.round(credits * 100) / 100
