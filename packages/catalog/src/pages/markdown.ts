export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

export function code(text: unknown): string {
  return `\`${typeof text === 'string' ? text : JSON.stringify(text)}\``
}

export function codes(values: readonly unknown[]): string {
  return values.map(code).join(', ')
}
