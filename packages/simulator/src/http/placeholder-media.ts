import { crc32, deflateSync } from 'node:zlib'

const SIDE = 64
const MP3_FRAME_BYTES = 417
const MP3_FRAMES = 4

/** A file of the kind its name ends in, or null. The name also picks a picture's colour. */
export function placeholderFor(name: string): { type: string; bytes: Buffer } | null {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (extension === 'png') return { type: 'image/png', bytes: makePng(crc32(name)) }
  if (extension === 'mp4') return { type: 'video/mp4', bytes: makeMp4() }
  if (extension === 'mp3') return { type: 'audio/mpeg', bytes: makeMp3() }
  return null
}

/** A square that darkens towards the bottom, so that results can be told apart on a page. */
function makePng(colour: number): Buffer {
  const rows = Array.from({ length: SIDE }, (_, y) => {
    const light = 1 - y / (2 * SIDE)
    const pixel = [16, 8, 0].map((shift) => Math.round(((colour >>> shift) & 0xff) * light))
    return Buffer.from([0, ...Array.from({ length: SIDE }, () => pixel).flat()])
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIDE, 0)
  header.writeUInt32BE(SIDE, 4)
  // Eight bits a channel, red green blue.
  header.set([8, 2], 8)
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function pngChunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** The boxes a type sniffer looks at; there is no film in it. */
function makeMp4(): Buffer {
  return Buffer.concat([mp4Box('ftyp', 'isom\u0000\u0000\u0002\u0000isommp42'), mp4Box('mdat', '')])
}

function mp4Box(name: string, data: string): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(name + data, 'latin1')])
  bytes.writeUInt32BE(bytes.length)
  return bytes
}

/** A tenth of a second of silence: frames of zeros behind a valid header (128 kbit/s, 44.1 kHz). */
function makeMp3(): Buffer {
  const frame = Buffer.alloc(MP3_FRAME_BYTES)
  frame.set([0xff, 0xfb, 0x90, 0x00])
  return Buffer.concat(Array.from({ length: MP3_FRAMES }, () => frame))
}
