import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Tensor } from '../tensor.ts';
import { gatherChannel, joinChannel, scatterChannel } from './channel.ts';

const extent = fc.integer({ min: 1, max: 3 });
const shape: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.tuple(fc.nat({ max: 3 }), extent),
  fc.tuple(fc.nat({ max: 3 }), extent, extent),
  fc.tuple(fc.nat({ max: 3 }), extent, extent, extent),
);

/** A tensor whose numbers are their own row-major indices. */
function counting(of: readonly number[]): Tensor {
  const count = of.reduce((product, length) => product * length, 1);
  return { dtype: 'float64', shape: of, data: Float64Array.from({ length: count }, (_, index) => index) };
}

it('gathers the elements whose second coordinate is the channel, in row-major order', () => {
  fc.assert(
    fc.property(shape, fc.nat(), (of, chosen) => {
      const [, channels = 1, ...rest] = of;
      const channel = chosen % channels;
      const inner = rest.reduce((product, length) => product * length, 1);
      const expected = [...counting(of).data].filter((index) => Math.floor(index / inner) % channels === channel);
      expect([...gatherChannel(counting(of), channel)]).toEqual(expected);
    }),
  );
});

it('scatters back what it gathers: all channels together restore the tensor', () => {
  fc.assert(
    fc.property(shape, (of) => {
      const tensor = counting(of);
      const target = new Float64Array(tensor.data.length).fill(-1);
      for (let channel = 0; channel < (of[1] ?? 0); channel += 1) {
        scatterChannel(target, of, channel, gatherChannel(tensor, channel));
      }
      expect([...target]).toEqual([...tensor.data]);
    }),
  );
});

it('joins ranks of any sizes, and says where each begins', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 4 }), (sizes) => {
      const tensors = sizes.map((size) => counting([size, 2, 2]));
      const { values, offsets } = joinChannel(tensors, 1);
      expect(offsets).toHaveLength(sizes.length + 1);
      tensors.forEach((tensor, rank) => {
        expect([...values.subarray(offsets[rank], offsets[rank + 1])]).toEqual([...gatherChannel(tensor, 1)]);
      });
      expect(values).toHaveLength(offsets.at(-1) ?? -1);
    }),
  );
});

it('is of single precision where no rank holds float64', () => {
  const half: Tensor = { dtype: 'float16', shape: [2, 1], data: Uint16Array.of(0x3c00, 0x4000) };
  const single: Tensor = { dtype: 'float32', shape: [1, 1], data: Float32Array.of(3) };
  expect(joinChannel([half, single], 0)).toEqual({ values: Float64Array.of(1, 2, 3), offsets: [0, 2, 3], precision: 'single' });
  expect(joinChannel([single, counting([1, 1])], 0).precision).toBe('double');
});
