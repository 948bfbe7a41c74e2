/** The few pieces of DER that a certificate is made of: a tag, a length, what it holds. */
function piece(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body])
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

export const sequence = (...parts: Uint8Array[]) => piece(0x30, ...parts)
export const set = (...parts: Uint8Array[]) => piece(0x31, ...parts)
export const text = (value: string) => piece(0x0c, Buffer.from(value))
export const octets = (value: Uint8Array) => piece(0x04, value)
export const bits = (value: Uint8Array) => piece(0x03, Buffer.from([0]), value)
export const yes = () => piece(0x01, Buffer.from([0xff]))
/** A positive one, as bytes; the first bit is its sign. */
export const integer = (value: Uint8Array) =>
  piece(0x02, value[0]! < 0x80 ? value : Buffer.concat([Buffer.from([0]), value]))
/** GeneralizedTime, to a second. */
export const time = (value: Date) =>
  piece(0x18, Buffer.from(`${value.toISOString().replace(/\D/g, '').slice(0, 14)}Z`))
/** Tagged by the context it stands in: `whole` holds pieces, the other bare bytes. */
export const whole = (number: number, ...parts: Uint8Array[]) => piece(0xa0 | number, ...parts)
export const bare = (number: number, value: Uint8Array) => piece(0x80 | number, value)

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return piece(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(inSevens)]))
}

/** Seven bits a byte, the last one without its mark. */
function inSevens(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift(0x80 | (left & 0x7f))
  return bytes
}
