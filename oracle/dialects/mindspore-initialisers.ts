import type { PythonValue } from '../python-value.ts';
import { isInitializer, isTensor, numberIn } from '../python-value.ts';
import { valuesOf } from '../tensor.ts';
import type { ExpectedTensor } from '../trace.ts';
import { exactly, unknown } from './module-state.ts';

/** What an initialiser gives a parameter of shape [count]: its numbers where they are certain, only the shape where they are random. */
export function initialised(initialiser: PythonValue, count: number): ExpectedTensor {
  if (isTensor(initialiser)) {
    const { tensor } = initialiser;
    const values = valuesOf(tensor);
    return { dtype: tensor.dtype, shape: tensor.shape, values, bounds: new Float64Array(values.length) };
  }
  const given = isInitializer(initialiser) ? initialiser.initializer : initialiser;
  const name = typeof given === 'string' ? given.toLowerCase() : given;
  if (name === 'zeros' || name === 'zero') return exactly(count, 0, 'float32');
  if (name === 'ones' || name === 'one') return exactly(count, 1, 'float32');
  const constant = numberIn(initialiser);
  return constant === undefined ? unknown(count, 'float32') : exactly(count, Math.fround(constant), 'float32');
}
