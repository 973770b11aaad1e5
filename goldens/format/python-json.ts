import * as z from 'zod';
import type { PythonValue } from '../../oracle/python-value.ts';
import { isFloat, isInitializer, isList, isTensor, reprFloat } from '../../oracle/python-value.ts';
import type { Pools, PoolWriter, TensorReference } from './tensor-pool.ts';
import { readTensor, tensorReference } from './tensor-pool.ts';

/** A Python value in JSON: floats as text, so that 1.0 and NaN survive; tensors as references. */
export type PythonJson =
  | null
  | boolean
  | string
  | number
  | { readonly float: string }
  | { readonly tensor: TensorReference }
  | { readonly initializer: string }
  | readonly PythonJson[];

const floatText = z.string().regex(/^(?:nan|-?inf|-?\d+(?:\.\d+)?(?:e[+-]\d+)?)$/u);

export const pythonJson: z.ZodType<PythonJson> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.string().max(200),
    z.int(),
    z.strictObject({ float: floatText }),
    z.strictObject({ tensor: tensorReference }),
    z.strictObject({ initializer: z.string().max(100) }),
    z.array(pythonJson).max(64),
  ]),
);

export function encodePython(value: PythonValue, pool: PoolWriter): PythonJson {
  if (isList(value)) return value.map((item) => encodePython(item, pool));
  if (isFloat(value)) return { float: reprFloat(value.float) };
  if (isTensor(value)) return { tensor: pool.add(value.tensor) };
  return isInitializer(value) ? { initializer: value.initializer } : value;
}

export function decodePython(json: PythonJson, pools: Pools): PythonValue {
  if (json === null || typeof json !== 'object') return json;
  if ('float' in json) return { float: parseFloatText(json.float) };
  if ('tensor' in json) return { tensor: readTensor(json.tensor, pools) };
  if ('initializer' in json) return json;
  return json.map((item) => decodePython(item, pools));
}

function parseFloatText(text: string): number {
  if (text === 'nan') return Number.NaN;
  if (text.endsWith('inf')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}
