export interface StoredObject {
  readonly body: Buffer;
  readonly contentType: string;
  /** The MD5 hash in quotes, as in S3 for an upload in one part. */
  readonly etag: string;
  readonly modifiedAt: Date;
}

/** Objects by bucket and key. Buckets do not have to be created. */
export class ObjectStore {
  readonly #objects = new Map<string, StoredObject>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  put(bucket: string, key: string, object: StoredObject): void {
    this.#objects.set(`${bucket}/${key}`, object);
    this.#changed();
  }

  get(bucket: string, key: string): StoredObject | undefined {
    return this.#objects.get(`${bucket}/${key}`);
  }

  dump(): { name: string; body: string; contentType: string; etag: string; modifiedAt: string }[] {
    return [...this.#objects].map(([name, object]) => ({
      ...object,
      name,
      body: object.body.toString("base64"),
      modifiedAt: object.modifiedAt.toISOString(),
    }));
  }

  load(stored: ReturnType<ObjectStore["dump"]>): void {
    for (const { name, body, modifiedAt, ...rest } of stored) {
      this.#objects.set(name, { ...rest, body: Buffer.from(body, "base64"), modifiedAt: new Date(modifiedAt) });
    }
  }

  clear(): void {
    this.#objects.clear();
    this.#changed();
  }
}
