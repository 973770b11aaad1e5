import type { PythonValue } from '../../oracle/python-value.ts';
import { numberIn } from '../../oracle/python-value.ts';
import type { Dialect, RequiresGrad } from '../../oracle/scenario.ts';
import type { Backward } from './shared-parameters.ts';

const float = (value: number): PythonValue => ({ float: value });

/** Arguments by what the models call them; undefined leaves an argument out. */
export const momenta: Readonly<Record<Dialect, Readonly<Record<string, PythonValue | undefined>>>> = {
  torch: {
    default: undefined,
    None: null,
    '0': float(0),
    '1': float(1),
    '0.5': float(0.5),
    tiny: float(2 ** -10),
    'out of range': float(-0.5),
  },
  mindspore: {
    default: undefined,
    '0': float(0),
    '1': float(1),
    '0.5': float(0.5),
    tiny: float(2 ** -10),
    'out of range': float(1.5),
  },
};

export const epsilons: Readonly<Record<string, PythonValue | undefined>> = {
  default: undefined,
  '1e-12': float(1e-12),
  '1': float(1),
  invalid: float(-1e-3),
};

/** What the models call a momentum; undefined for one that they do not name. */
export function momentumName(momentum: PythonValue | undefined): string | undefined {
  if (momentum === undefined) return 'default';
  if (momentum === null) return 'None';
  const value = numberIn(momentum);
  if (value === undefined || Number.isNaN(value)) return undefined;
  if (value < 0 || value > 1) return 'out of range';
  if (value === 0 || value === 1 || value === 0.5) return String(value);
  return value <= 0.01 ? 'tiny' : undefined;
}

/** What the models call an epsilon. */
export function epsilonName(eps: PythonValue | undefined): string | undefined {
  if (eps === undefined) return 'default';
  const value = numberIn(eps);
  if (value === undefined || value < 0) return 'invalid';
  return value === 1 ? '1' : value === 1e-12 ? '1e-12' : undefined;
}

export const requirements: Readonly<Record<Backward, RequiresGrad | undefined>> = {
  all: undefined,
  none: undefined,
  'x alone': { x: true, weight: false, bias: false },
  'parameters alone': { x: false, weight: true, bias: true },
};
