import { PanelBuilder as BarsBuilder } from '@grafana/grafana-foundation-sdk/bargauge'
import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type Panel as GrafanaPanel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as NumberBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as GatesBuilder } from '@grafana/grafana-foundation-sdk/statetimeline'
import { PanelBuilder as LinesBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import type { Panel, Unit } from './panel.ts'

export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' }

type AnyBuilder = LinesBuilder | NumberBuilder | GatesBuilder | BarsBuilder

/** A panel as Grafana has it, under its number. */
export function renderPanel(panel: Panel, id: number): Builder<GrafanaPanel> {
  const builder = kindOf(panel)
    .id(id)
    .title(panel.title)
    .description(`**Good:** ${panel.good}\n\n**Otherwise:** ${panel.otherwise}`)
    .datasource(DATASOURCE)
    .unit(unitOf(panel.unit))
    .span(panel.width)
    .height(panel.kind === 'number' ? 4 : 8)
    .thresholds(thresholdsOf(panel))
  panel.queries.forEach(({ expr, legend }, i) => {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode(65 + i))
      .expr(expr)
      .legendFormat(legend)
    builder.withTarget(isOfNow(panel) ? query.instant() : query.range())
  })
  if (panel.apiPath !== undefined) builder.links([linkTo(panel.apiPath)])
  return builder
}

/** Bars stand for the whole time shown; everything else has a course. */
const isOfNow = ({ kind }: Panel) => kind === 'bars'

function kindOf(panel: Panel): AnyBuilder {
  switch (panel.kind) {
    case 'number':
      return new NumberBuilder()
        .graphMode(BigValueGraphMode.Area)
        .colorMode(BigValueColorMode.Value)
        .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    case 'bars':
      return new BarsBuilder()
        .orientation(VizOrientation.Horizontal)
        .displayMode(BarGaugeDisplayMode.Basic)
        .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    case 'gates':
      return new GatesBuilder().showValue(VisibilityMode.Never).mappings([
        {
          type: MappingType.ValueToText,
          options: {
            '0': { text: 'closed', color: 'red', index: 0 },
            '1': { text: 'open', color: 'green', index: 1 },
          },
        },
      ])
    case 'lines':
    case 'stacked':
      return linesOf(panel)
  }
}

function linesOf(panel: Panel): LinesBuilder {
  const builder = new LinesBuilder()
    .min(0)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
  if (panel.redFrom !== undefined) {
    builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
  }
  if (panel.kind === 'lines') return builder
  return builder.fillOpacity(30).stacking(new StackingConfigBuilder().mode(StackingMode.Normal))
}

function thresholdsOf({ redFrom, lowIsBad }: Panel): ThresholdsConfigBuilder {
  const [low, high] = lowIsBad ? ['red', 'green'] : ['green', 'red']
  const further = redFrom === undefined ? [] : [{ value: redFrom, color: high }]
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: low }, ...further])
}

/** Units that Grafana has no name for stand behind the number. */
function unitOf(unit: Unit): string {
  const known: readonly Unit[] = ['short', 's', 'bytes', 'percentunit']
  return known.includes(unit) ? unit : `suffix: ${unit}`
}

function linkTo(path: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(`API: ${path}`)
    .type(DashboardLinkType.Link)
    .url(`\${kiln}${path}`)
    .targetBlank(true)
}
