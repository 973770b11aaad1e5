import { createHash } from 'node:crypto';
import { rowsVisited } from '../oracle/answer-scenario.ts';
import type { PythonValue } from '../oracle/python-value.ts';
import { isFloat, repr, typeName } from '../oracle/python-value.ts';
import type { Dialect, Scenario, Step } from '../oracle/scenario.ts';
import { dialects } from '../oracle/scenario.ts';
import type { DType } from '../oracle/tensor.ts';
import { dtypes } from '../oracle/tensor.ts';

/** What a case id says, part by part. */
export interface CaseId {
  readonly dialect: Dialect;
  /** State-table rows, a step each. */
  readonly rows: readonly string[];
  readonly worldSize: number;
  /** Batch size of each rank in the first step; empty for a world of one. */
  readonly batchSizes: readonly number[];
  readonly groups: readonly (readonly number[])[] | null;
  readonly dtype: DType;
  readonly parameterDtype: DType;
  /** Text after `momentum=`: a number, `none`, `default`, or the name of another type. */
  readonly momentum: string;
  /** Shape of the first step's input over all ranks. */
  readonly shape: readonly number[];
  readonly digest: string;
  /** How a golden was recorded; null for a scenario without a golden. */
  readonly lane: string | null;
  /** Version of the framework; null for a main one. */
  readonly version: string | null;
}

const shortDtype: Record<DType, string> = { float16: 'f16', bfloat16: 'bf16', float32: 'f32', float64: 'f64' };

/**
 * A readable, stable id: `torch/train+track/world3(3,0,5)/f32/momentum=none/8x3x2x2#1f3a9c02`, and `@lane` for a golden, or `@lane:2.7.1`
 * for one of another version than the main one. The digest is of the whole scenario, so two scenarios never share an id.
 */
export function caseId(scenario: Scenario, lane: string | null = null, version: string | null = null): string {
  const inputs = scenario.steps[0]?.ranks.map((rank) => rank.x) ?? [];
  const first = inputs[0];
  const batch = inputs.reduce((sum, x) => sum + (x.shape[0] ?? 0), 0);
  const shape = first === undefined ? 'none' : first.shape.map((extent, axis) => (axis === 0 ? batch : extent)).join('x');
  const dtype = shortDtype[first?.dtype ?? 'float32'];
  const parameters = scenario.parameterDtype === 'float32' ? '' : `:${shortDtype[scenario.parameterDtype]}`;
  const parts = [
    scenario.dialect,
    rowsVisited(scenario).join(','),
    worldText(
      scenario,
      inputs.map((x) => x.shape[0] ?? 0),
    ),
    `${dtype}${parameters}`,
    `momentum=${momentumText(scenario.arguments['momentum'])}`,
    `${shape === '' ? 'scalar' : shape}#${digestOf(scenario)}`,
  ];
  const origin = lane === null ? '' : `@${lane}${version === null ? '' : `:${version}`}`;
  return parts.join('/') + origin;
}

function worldText(scenario: Scenario, batchSizes: readonly number[]): string {
  const { size, groups } = scenario.world;
  if (size === 1) return 'world1';
  const grouped = groups === null ? '' : `groups${groups.map((group) => `(${group.join(',')})`).join('')}`;
  return `world${size}(${batchSizes.join(',')})${grouped}`;
}

function momentumText(momentum: PythonValue | undefined): string {
  if (momentum === undefined) return 'default';
  if (momentum === null) return 'none';
  if (typeof momentum === 'number' || isFloat(momentum)) return repr(momentum);
  return typeName(momentum);
}

/** Eight hexadecimal digits of the SHA-256 of a scenario, its numbers included. */
function digestOf(scenario: Scenario): string {
  const ordered = { ...scenario, steps: scenario.steps.map(inOrder) };
  const text = JSON.stringify(ordered, (_key, value: unknown) => {
    if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    // JSON has neither NaN and infinities nor a negative zero.
    if (Object.is(value, -0)) return '-0';
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** A step with its keys in one order, whatever it was built from. */
function inOrder({ training, assign, load, ranks }: Step): Step {
  const { trackRunningStats, useBatchStatistics, momentum, eps } = assign;
  // JSON has no undefined: an absent attribute stays absent.
  const attributes = { trackRunningStats, useBatchStatistics, momentum, eps };
  const present = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
  return { training, assign: present, ...(load === undefined ? {} : { load }), ranks };
}

const pattern =
  /^(?<dialect>[a-z]+)\/(?<rows>[a-z+,]+)\/world(?<size>\d+)(?:\((?<sizes>[\d,]*)\))?(?<groups>groups(?:\([\d,]*\))*)?\/(?<dtype>[a-z]+\d+)(?::(?<parameters>[a-z]+\d+))?\/momentum=(?<momentum>[^/]+)\/(?<shape>[\dx]+|scalar|none)#(?<digest>[0-9a-f]{8})(?:@(?<lane>[a-z-]+)(?::(?<version>[\d.]+))?)?$/u;

/** Reads an id back; undefined when `text` is no case id. */
export function parseCaseId(text: string): CaseId | undefined {
  const parts = pattern.exec(text)?.groups;
  const dialect = dialects.find((name) => name === parts?.['dialect']);
  const dtype = dtypes.find((name) => shortDtype[name] === parts?.['dtype']);
  const parameterDtype = dtypes.find((name) => shortDtype[name] === (parts?.['parameters'] ?? 'f32'));
  if (parts === undefined || dialect === undefined || dtype === undefined || parameterDtype === undefined) return undefined;
  const groups = parts['groups'];
  return {
    dialect,
    rows: (parts['rows'] ?? '').split(','),
    worldSize: Number(parts['size']),
    batchSizes: numbersIn(parts['sizes'] ?? ''),
    groups: groups === undefined ? null : groupsIn(groups),
    dtype,
    parameterDtype,
    momentum: parts['momentum'] ?? '',
    shape: /^\d/u.test(parts['shape'] ?? '') ? (parts['shape'] ?? '').split('x').map(Number) : [],
    digest: parts['digest'] ?? '',
    lane: parts['lane'] ?? null,
    version: parts['version'] ?? null,
  };
}

/** `groups(0,1)(2)`; `groups` alone is an empty list. */
function groupsIn(text: string): number[][] {
  const inner = text.slice('groups('.length, -1);
  return text === 'groups' ? [] : inner.split(')(').map(numbersIn);
}

function numbersIn(text: string): number[] {
  return text === '' ? [] : text.split(',').map(Number);
}
