import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../../oracle/testing/algorithms/table.ts';
import { algorithms } from '../../oracle/testing/algorithms/table.ts';
import { climb } from './climb.ts';
import { suiteSizes } from './draw-case.ts';
import type { Lane } from './lanes.ts';
import { lanes } from './lanes.ts';
import { algorithmTable, laneTable, summitTable } from './print-table.ts';
import type { SuiteResult } from './run-suite.ts';
import { runSuite } from './run-suite.ts';
import { mergeTallies, rejectedIn } from './tally.ts';

function named(name: string): Algorithm {
  const algorithm = algorithms[name];
  if (algorithm === undefined) throw new RangeError(`Expected the name of an algorithm, got ${name}.`);
  return algorithm;
}

const right = named('two-pass; pairwise');
/** Promised more than it keeps. */
const overrated: Algorithm = { ...named('one-pass; sequential'), grade: 'A+' };
/** Normalises with the unbiased variance. */
const unbiased: Algorithm = {
  ...right,
  moments: (ranks, tools) => {
    const moments = right.moments(ranks, tools);
    return { ...moments, variance: tools.machine.round(moments.squares / (moments.count - 1)) };
  },
};

function suite(tried: Readonly<Record<string, Algorithm>>, lane: Lane, part = 0, parts = 1): SuiteResult {
  return runSuite({ lane, algorithms: tried, mixtures: 1, values: 3000, sizeOf: suiteSizes, seed: 5, part, parts });
}

function laneNamed(name: string): Lane {
  const lane = lanes.find((candidate) => candidate.name === name);
  if (lane === undefined) throw new RangeError(`Expected the name of a lane, got ${name}.`);
  return lane;
}

const single = laneNamed('float32');

describe('the suite', () => {
  it.each(lanes)('finds nothing against a right algorithm: $name', (lane) => {
    const { tallies, violations } = suite({ right }, lane);
    expect(violations).toEqual([]);
    expect(tallies.map(rejectedIn).every((rejected) => rejected === 0)).toBe(true);
    expect(tallies[0]).toMatchObject({ lane: lane.name, algorithm: 'right', grade: 'A+' });
    expect(tallies[0]?.values).toBeGreaterThanOrEqual(3000);
    // Much may overflow where exponents are any.
    expect(tallies[0]?.quantities.y.informative).toBeGreaterThan(lane.anyExponent === true ? 1000 : 2000);
  });

  it.each(Object.entries({ overrated, unbiased }))('rejects what is %s, with what repeats it', (name, algorithm) => {
    const { tallies, violations } = suite({ [name]: algorithm }, single);
    expect(tallies.find((tally) => tally.algorithm === name)?.quantities.y.rejected).toBeGreaterThan(0);
    expect(violations[0]).toMatchObject({ lane: 'float32', algorithm: name, grade: 'A+' });
    expect(violations.every(({ use, from }) => use > 1 && from.channel.length > 0)).toBe(true);
  });

  it('is the same in parts: other channels, the same tables', () => {
    const parts = [suite({ right }, single, 0, 2), suite({ right }, single, 1, 2)].map(({ tallies }) => tallies);
    const merged = mergeTallies(parts);
    expect(new Set(merged.map(({ algorithm }) => algorithm)).size).toBe(merged.length);
    const values = parts.flat().filter(({ algorithm }) => algorithm === 'right');
    expect(merged.find(({ algorithm }) => algorithm === 'right')?.values).toBe(
      values.reduce((sum, tally) => sum + tally.values, 0),
    );
    expect(algorithmTable(merged, 'float32')).toContain('| right | A+ |');
    expect(laneTable(merged)).toContain('| float32 | A+ |');
  });
});

describe('the climb', () => {
  function climbFor(starts: number, tried: Readonly<Record<string, Algorithm>>): ReturnType<typeof climb> {
    let left = starts;
    return climb({ lanes: [single], algorithms: tried, seed: 3, steps: 60, goOn: () => (left -= 1) >= 0 });
  }

  it('ends above the bound for an algorithm that leaves it, and says where', () => {
    const { summits, evaluations } = climbFor(40, { overrated });
    const beyond = summits.filter(({ algorithm, use }) => algorithm === 'overrated' && use > 1);
    expect(beyond.map(({ quantity }) => quantity)).toContain('runningVar');
    expect(evaluations).toBe(40 * 61);
    expect(summitTable(summits)).toContain('| runningVar | A+ | **');
  });

  it('stays below it for a right one', () => {
    expect(climbFor(20, { right }).summits.filter(({ use }) => use > 1)).toEqual([]);
  });
});
