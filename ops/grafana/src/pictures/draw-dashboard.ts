import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { drawPanel, FONT, INK } from './draw-panel.ts'
import { seriesOf, type RunData, type ShownDashboard, type ShownPanel } from './run-data.ts'

/** Grafana's grid is 24 columns wide; heights are in rows. */
const COLUMN = 42
const ROW = 22
const GAP = 6
const HEAD = 36

/** The whole dashboard as it is laid out in Grafana, as a PNG. */
export function drawDashboard(dashboard: ShownDashboard, data: RunData): Buffer {
  const bottom = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h))
  const [width, height] = [24 * COLUMN, HEAD + bottom * ROW]
  const panels = dashboard.panels.map((panel) => placed(panel, data)).join('\n')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect width="100%" height="100%" fill="#f4f5f5"/>
<text x="10" y="24" font-family="${FONT}" font-size="16" font-weight="bold" fill="${INK}">${dashboard.title}</text>
${panels}
</svg>`
  return new Resvg(svg, { font: { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: FONT } })
    .render()
    .asPng()
}

function placed(panel: ShownPanel, data: RunData): string {
  const { x, y, w, h } = panel.gridPos
  const size = { width: w * COLUMN - GAP, height: h * ROW - GAP }
  const drawn = drawPanel(panel, seriesOf(panel, data), data.span, size)
  return `<g transform="translate(${x * COLUMN + GAP / 2} ${HEAD + y * ROW + GAP / 2})">
<rect width="${size.width}" height="${size.height}" fill="white" rx="3"/>${drawn}</g>`
}

/** The same letters on every machine. */
function fontFiles(): string[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
  return readdirSync(folder)
    .filter((name) => /^DejaVuSans(?:-Bold)?\.ttf$/.test(name))
    .map((name) => join(folder, name))
}
