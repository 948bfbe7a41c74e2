export interface Selector {
  metric: string
  /** Labels that the selector asks for. */
  labels: string[]
  /** As it stands, without a range. */
  text: string
}

/** Words of PromQL that look like the name of a metric. */
const WORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'atan2', 'inf', 'nan'])

/** Lists of labels, which are no metrics: `by (model)`, `on (job)`, `group_right ()`. */
const LABEL_LISTS = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g
const SELECTOR = /([a-zA-Z_:][\w:]*)(\s*\{[^}]*\})?(\s*\()?/g

/** Every metric that an expression asks for, and with which labels. */
export function selectorsOf(expr: string): Selector[] {
  const bare = expr.replaceAll(LABEL_LISTS, ' ').replaceAll(/\[[^\]]*\]/g, ' ')
  return [...bare.matchAll(SELECTOR)].flatMap(([, metric = '', braces = '', call]) => {
    if (call !== undefined || WORDS.has(metric.toLowerCase())) return []
    const labels = [...braces.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*"/g)]
    return [{ metric, labels: labels.map(([, label = '']) => label), text: `${metric}${braces.trim()}` }]
  })
}
