import * as echarts from 'echarts'
import { lastOf, type NamedSeries, type ShownPanel, type Span } from './run-data.ts'
import { sayValue } from './units.ts'

export const FONT = 'DejaVu Sans'
export const INK = '#333'
const COLOURS = ['#3274d9', '#37872d', '#e0752d', '#a352cc', '#c4162a', '#0f8b8d', '#b8860b', '#6b7280']
const TEXT = { fontFamily: FONT, color: INK, fontSize: 10 }
const RED = '#c4162a'
const GREEN = '#37872d'

export interface Size {
  width: number
  height: number
}

/** One panel as SVG, drawn from what its queries showed. */
export function drawPanel(panel: ShownPanel, series: readonly NamedSeries[], span: Span, size: Size): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size })
  chart.setOption({
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: FONT },
    title: { text: panel.title, left: 6, top: 4, textStyle: { ...TEXT, fontSize: 12, fontWeight: 'bold' } },
    ...optionOf(panel, series, span),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

function optionOf(panel: ShownPanel, series: readonly NamedSeries[], span: Span): echarts.EChartsOption {
  if (panel.type === 'stat') return numberOption(panel, series)
  if (panel.type === 'bargauge') return barsOption(panel, series)
  if (panel.type === 'state-timeline') return gatesOption(series, span)
  return linesOption(panel, series, span)
}

function numberOption(panel: ShownPanel, series: readonly NamedSeries[]): echarts.EChartsOption {
  const values = series.map(lastOf)
  const text = values.map((value) => sayValue(value, panel.unit)).join(' / ')
  const fill = colourOf(panel, values[0] ?? null)
  const style = { text, x: 10, y: 38, fontSize: 22, fontWeight: 'bold' as const, fontFamily: FONT, fill }
  return { graphic: [{ type: 'text', style }] }
}

/** The colour of the last threshold that the value has reached. */
function colourOf({ thresholds }: ShownPanel, value: number | null): string {
  if (value === null) return INK
  const reached = thresholds.filter((step) => step.value === null || value >= step.value)
  return reached.at(-1)?.color === 'red' ? RED : GREEN
}

/** Seconds since the run began, the same in every panel. */
const timeAxis = (span: Span) => ({
  type: 'value' as const,
  min: 0,
  max: Math.ceil(span.to - span.from),
  axisLabel: { ...TEXT, fontSize: 9, formatter: (s: number) => `${s} s` },
  axisLine: { show: true, lineStyle: { color: '#bbb' } },
  splitLine: { show: false },
})

/** Layers of a stack need a value each at every moment: none is 0. */
function filled(series: readonly NamedSeries[]): NamedSeries[] {
  const moments = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))].toSorted(
    (a, b) => a - b,
  )
  return series.map(({ name, points }) => {
    const values = new Map(points)
    return { name, points: moments.map((at) => [at, values.get(at) ?? 0]) }
  })
}

/** More names than this need a second row. */
const NAMES_IN_A_ROW = 4
/** More names than this would leave no room for the lines. */
const NAMES_SHOWN = 9

function linesOption(panel: ShownPanel, found: readonly NamedSeries[], span: Span): echarts.EChartsOption {
  const series = panel.stacked ? filled(found) : found
  return {
    grid: { left: 84, right: 14, top: 30, bottom: series.length > NAMES_IN_A_ROW ? 64 : 46 },
    legend: {
      bottom: 2,
      type: 'plain',
      itemWidth: 10,
      itemHeight: 6,
      itemGap: 18,
      textStyle: { ...TEXT, fontSize: 9 },
      data: series.slice(0, NAMES_SHOWN).map(({ name }) => name),
    },
    xAxis: timeAxis(span),
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      axisLabel: { ...TEXT, fontSize: 9, formatter: (value: number) => sayValue(value, panel.unit) },
      splitLine: { lineStyle: { color: '#eee' } },
    },
    series: series.map(({ name, points }) => ({
      type: 'line' as const,
      name,
      showSymbol: false,
      lineStyle: { width: 1.3 },
      ...(panel.stacked && { stack: 'all', areaStyle: { opacity: 0.35 } }),
      data: points.map(([at, value]) => [at - span.from, value]),
    })),
  }
}

function barsOption(panel: ShownPanel, series: readonly NamedSeries[]): echarts.EChartsOption {
  return {
    grid: { left: 130, right: 110, top: 30, bottom: 8 },
    xAxis: { type: 'value', show: false, min: 0 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: series.map(({ name }) => name),
      axisLabel: { ...TEXT, fontSize: 9 },
      axisTick: { show: false },
      axisLine: { show: false },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 16,
        data: series.map(lastOf),
        label: {
          show: true,
          position: 'right',
          ...TEXT,
          formatter: ({ value }) => sayValue(value as number, panel.unit),
        },
      },
    ],
  }
}

/** A band for each gate, red while it was closed. */
function gatesOption(series: readonly NamedSeries[], span: Span): echarts.EChartsOption {
  const spans = series.flatMap(({ points }, row) =>
    points.slice(0, -1).map(([at, value], i) => [at - span.from, points[i + 1]![0] - span.from, row, value]),
  )
  return {
    grid: { left: 90, right: 14, top: 30, bottom: 24 },
    xAxis: timeAxis(span),
    yAxis: {
      type: 'category',
      inverse: true,
      data: series.map(({ name }) => name),
      axisLabel: { ...TEXT, fontSize: 9, interval: 0 },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'custom',
        encode: { x: [0, 1], y: 2 },
        data: merged(spans),
        renderItem: (_params, api) => {
          const [x = 0, y = 0] = api.coord([api.value(0), api.value(2)])
          const [end = 0] = api.coord([api.value(1), api.value(2)])
          const [, rowHeight = 12] = api.size!([0, 1]) as number[]
          const height = rowHeight * 0.7
          return {
            type: 'rect',
            shape: { x, y: y - height / 2, width: Math.max(1, end - x), height },
            style: { fill: api.value(3) === 0 ? RED : '#b7dcb0' },
          }
        },
      },
    ],
  }
}

/** Neighbours of one colour become one band. */
function merged(spans: (number | null | undefined)[][]): (number | null | undefined)[][] {
  const bands: (number | null | undefined)[][] = []
  for (const span of spans) {
    const last = bands.at(-1)
    if (last && last[1] === span[0] && last[2] === span[2] && last[3] === span[3]) last[1] = span[1]
    else bands.push([...span])
  }
  return bands
}
