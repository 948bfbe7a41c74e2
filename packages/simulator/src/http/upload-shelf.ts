const MAX_BYTES = 64 * 1024 * 1024

interface Upload {
  type: string
  bytes: Buffer
}

/** Uploaded files, in memory, 64 MB in all: the oldest make room for new ones. */
export class UploadShelf {
  readonly #uploads = new Map<string, Upload>()
  #totalBytes = 0

  put(name: string, upload: Upload): void {
    this.#remove(name)
    this.#uploads.set(name, upload)
    this.#totalBytes += upload.bytes.length
    for (const oldest of this.#uploads.keys()) {
      if (this.#totalBytes <= MAX_BYTES) break
      this.#remove(oldest)
    }
  }

  get(name: string): Upload | undefined {
    return this.#uploads.get(name)
  }

  #remove(name: string): void {
    this.#totalBytes -= this.#uploads.get(name)?.bytes.length ?? 0
    this.#uploads.delete(name)
  }
}
