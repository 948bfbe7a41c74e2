import type { Step } from './flow.ts'

const LINE_PX = 18
const COLUMN_PX = 7.8
const EDGE_PX = 16

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The session as a picture of a terminal. */
export function renderPicture(steps: readonly Step[]): string {
  const lines = steps.flatMap(({ command, output }) => [
    { text: `$ ${command}`, isTyped: true },
    ...output
      .trimEnd()
      .split('\n')
      .map((text) => ({ text, isTyped: false })),
    { text: '', isTyped: false },
  ])
  const columns = Math.max(...lines.map(({ text }) => text.length))
  const [width, height] = [Math.ceil(columns * COLUMN_PX + 2 * EDGE_PX), lines.length * LINE_PX + 2 * EDGE_PX]
  const texts = lines.map(({ text, isTyped }, at) => {
    const y = EDGE_PX + (at + 1) * LINE_PX - 4
    const tone = isTyped ? ' fill="#7ee787" font-weight="bold"' : ''
    return `<text x="${EDGE_PX}" y="${y}" xml:space="preserve"${tone}>${escape(text)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g fill="#e6edf3" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">
${texts.filter((text) => !text.includes('></text>')).join('\n')}
</g>
</svg>
`
}
