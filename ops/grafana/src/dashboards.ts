import { FLOW } from './flow.ts'
import { KIE } from './kie.ts'
import { MACHINE_ROOM } from './machine-room.ts'
import { MONEY } from './money.ts'
import { renderDashboard } from './render-dashboard.ts'

/** Each dashboard's file and its text. */
export const FILES = [FLOW, KIE, MONEY, MACHINE_ROOM].map((dashboard) => ({
  url: new URL(`../dashboards/${dashboard.uid}.json`, import.meta.url),
  text: `${JSON.stringify(renderDashboard(dashboard), null, 2)}\n`,
}))
