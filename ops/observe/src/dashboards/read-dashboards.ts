import { readdirSync, readFileSync } from 'node:fs'

/** One query of a panel, as Grafana would send it. */
export interface PanelQuery {
  /** `<dashboard> / <panel> / <query>` */
  name: string
  expr: string
  legend: string
  /** Of the end of the time shown alone, not of its course. */
  instant: boolean
}

interface ShownPanel {
  title: string
  type: string
  unit: string
  description: string
  gridPos: { x: number; y: number; w: number; h: number }
  thresholds: { value: number | null; color: string }[]
  stacked: boolean
  queries: PanelQuery[]
}

export interface ShownDashboard {
  uid: string
  title: string
  panels: ShownPanel[]
}

interface Loaded {
  uid: string
  title: string
  panels: {
    type: string
    title: string
    description?: string
    gridPos: ShownPanel['gridPos']
    fieldConfig?: {
      defaults: {
        unit?: string
        thresholds?: { steps: ShownPanel['thresholds'] }
        custom?: { stacking?: { mode: string } }
      }
    }
    targets?: { refId: string; expr: string; legendFormat?: string; instant?: boolean }[]
  }[]
}

const FOLDER = new URL('../../../grafana/dashboards/', import.meta.url)

/** The files that Grafana loads, with all values of every variable chosen. */
export function readDashboards(): ShownDashboard[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))
  return files.map((name) => dashboardOf(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Loaded))
}

function dashboardOf({ uid, title, panels }: Loaded): ShownDashboard {
  const shown = panels.filter(({ type }) => type !== 'row')
  return { uid, title, panels: shown.map((panel) => panelOf(uid, panel)) }
}

function panelOf(uid: string, panel: Loaded['panels'][number]): ShownPanel {
  const { type, title, gridPos, targets = [] } = panel
  const defaults = panel.fieldConfig?.defaults
  return {
    title,
    type,
    unit: defaults?.unit ?? 'short',
    description: panel.description ?? '',
    gridPos,
    thresholds: defaults?.thresholds?.steps ?? [],
    stacked: defaults?.custom?.stacking?.mode === 'normal',
    queries: targets.map(({ refId, expr, legendFormat = '', instant = false }) => ({
      name: `${uid} / ${title} / ${refId}`,
      expr,
      legend: legendFormat,
      instant,
    })),
  }
}

/** Over how many scrapes a rate is taken; Grafana would choose four. */
const RATE_INTERVAL = '10s'

/** Puts values in the place of Grafana's variables. */
export function fillVariables(expr: string, rangeSeconds: number): string {
  return expr
    .replaceAll('$__rate_interval', RATE_INTERVAL)
    .replaceAll('$__range', `${Math.ceil(rangeSeconds)}s`)
    .replaceAll(/\$(?:model|instance)\b/g, '.*')
}
