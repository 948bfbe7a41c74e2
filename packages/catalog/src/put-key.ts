/** Sets a key that a caller chose: one called __proto__ becomes a key like any other, to be refused as unknown. */
export function putKey(record: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') record[key] = value
  else Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
}
