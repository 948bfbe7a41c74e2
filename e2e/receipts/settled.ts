/** A page without what differs from run to run: ids, times, addresses, counts, and how often KIE was asked. */
export function settled(page: string): string {
  return page
    .replaceAll(/<section><h2>(?:Waiting|Everything that happened)<\/h2>[\s\S]*?<\/section>/g, '')
    .replaceAll(/job_[0-9a-f]{24}/g, '(job)')
    .replaceAll(/\b[0-9a-f]{32}\b/g, '(task)')
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+Z?/g, '(time)')
    .replaceAll(/127\.0\.0\.1:\d+/g, '(host)')
    .replaceAll(/\b[\d.]+ s</g, '(duration)<')
    .replaceAll(/<td>\d+ \/ \d+<\/td>/g, '<td>(reads)</td>')
}
