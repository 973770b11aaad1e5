import type { PythonValue } from '../python-value.ts';
import { isInitializer, isTensor, numberIn } from '../python-value.ts';
import { valuesOf } from '../tensor.ts';
import type { ExpectedTensor } from '../trace.ts';
import { exactly, within } from './module-state.ts';

/**
 * How far from zero the numbers of random initialisers can be, with their default arguments: Uniform(scale=0.07), and ten deviations of
 * Normal(sigma=0.01). Of others nothing is known.
 */
const reaches: Readonly<Record<string, number>> = { uniform: 0.07, normal: 0.1 };

/** What an initialiser gives a parameter of shape [count]: its numbers where they are certain, a range where they are random. */
export function initialised(initialiser: PythonValue, count: number): ExpectedTensor {
  if (isTensor(initialiser)) {
    const { tensor } = initialiser;
    const values = valuesOf(tensor);
    return { dtype: tensor.dtype, shape: tensor.shape, values, bounds: new Float64Array(values.length) };
  }
  const name = initialiserName(initialiser);
  if (name === 'zeros' || name === 'zero') return exactly(count, 0, 'float32');
  if (name === 'ones' || name === 'one') return exactly(count, 1, 'float32');
  const constant = numberIn(initialiser);
  if (constant !== undefined) return exactly(count, Math.fround(constant), 'float32');
  return within(count, reaches[name ?? ''] ?? Number.POSITIVE_INFINITY, 'float32');
}

/** Whether nobody can predict what an initialiser makes. */
export function isRandomInitialiser(initialiser: PythonValue): boolean {
  return !isTensor(initialiser) && initialised(initialiser, 1).bounds[0] !== 0;
}

function initialiserName(initialiser: PythonValue): string | undefined {
  const given = isInitializer(initialiser) ? initialiser.initializer : initialiser;
  return typeof given === 'string' ? given.toLowerCase() : undefined;
}
