import { expect, it } from 'vitest';
import { describeKernel } from './print-kernels.ts';

const cost = { name: 'normalise', launches: 2, bytes: 5e8, milliseconds: 250 };

it('gives the bytes a second of a kernel, and their share of the bandwidth', () => {
  const cells = describeKernel(cost, 8e9, 'hardware').split(/ {2,}/u);
  expect(cells).toEqual(['normalise', '2', '500', '250', '2.00', '25.0 %']);
});

it('calls the kernels of a software adapter software, and no others', () => {
  for (const kind of ['hardware', 'software', 'cpu'] as const) {
    expect(describeKernel(cost, 8e9, kind).includes('software')).toBe(kind === 'software');
  }
});
