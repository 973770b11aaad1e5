/** A table of a flatbuffer, read with every offset and count held against the bytes there are. Slots are as in vtables: 4, 6, 8, ... */
export class FlatbufferTable {
  readonly #view: DataView;
  readonly #position: number;

  private constructor(view: DataView, position: number) {
    this.#view = view;
    this.#position = position;
  }

  /** The root table of a flatbuffer. */
  static root(bytes: Uint8Array): FlatbufferTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatbufferTable(view, view.getUint32(0, true));
  }

  has(slot: number): boolean {
    return this.#field(slot) !== 0;
  }

  byte(slot: number): number {
    const field = this.#field(slot);
    return field === 0 ? 0 : this.#view.getUint8(field);
  }

  /** A 64-bit integer; 0 when absent. */
  long(slot: number): bigint {
    const field = this.#field(slot);
    return field === 0 ? 0n : this.#view.getBigInt64(field, true);
  }

  table(slot: number): FlatbufferTable {
    const field = this.#field(slot);
    if (field === 0) throw new RangeError(`metadata without field ${slot}`);
    return new FlatbufferTable(this.#view, field + this.#view.getUint32(field, true));
  }

  /** The tables of a vector of at most `most`. */
  tables(slot: number, most: number): readonly FlatbufferTable[] {
    const { start, length } = this.#vector(slot, 4, most);
    return Array.from({ length }, (_, index) => {
      const entry = start + 4 * index;
      return new FlatbufferTable(this.#view, entry + this.#view.getUint32(entry, true));
    });
  }

  /** The structs of `size` bytes in a vector of at most `most`. */
  structs(slot: number, size: number, most: number): readonly DataView[] {
    const { start, length } = this.#vector(slot, size, most);
    const { buffer, byteOffset } = this.#view;
    return Array.from({ length }, (_, index) => new DataView(buffer, byteOffset + start + size * index, size));
  }

  #vector(slot: number, size: number, most: number): { readonly start: number; readonly length: number } {
    const field = this.#field(slot);
    if (field === 0) return { start: 0, length: 0 };
    const vector = field + this.#view.getUint32(field, true);
    const length = this.#view.getUint32(vector, true);
    if (length > most || vector + 4 + length * size > this.#view.byteLength) {
      throw new RangeError(`metadata that counts ${length} entries`);
    }
    return { start: vector + 4, length };
  }

  /** Where a field lies; 0 when absent. */
  #field(slot: number): number {
    const vtable = this.#position - this.#view.getInt32(this.#position, true);
    const inside = slot < this.#view.getUint16(vtable, true);
    const offset = inside ? this.#view.getUint16(vtable + slot, true) : 0;
    return offset === 0 ? 0 : this.#position + offset;
  }
}
