import { beforeAll, describe, expect, it } from 'vitest';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { caseOf, committedRows } from '../testing/golden-case.ts';
import { catalogue } from './catalogue.ts';
import { emptyVerdict, judgeGoldens, mergeVerdicts } from './judge-goldens.ts';
import { referenceMutant } from './testing/reference-mutant.ts';

const demand = { grade: 'A', certify: true } as const;
const biased = catalogue.filter(({ id }) => id === 'buffer-biased');

let goldens: readonly GoldenCase[];
beforeAll(async () => {
  goldens = (await committedRows(60)).map(({ row, entry }) => caseOf(row, entry));
});

describe('goldens', () => {
  it('neither kill nor certify the reference, and no fixed tolerance rejects it', () => {
    const { tallies } = judgeGoldens(goldens, [referenceMutant], demand);
    const none = { cases: 0, first: null };
    expect(tallies).toEqual([
      {
        cases: goldens.length,
        killingCases: 0,
        firstKill: null,
        kills: [],
        certificates: { 'A+': none, A: none, B: none },
        rejected: { assertClose: false, rtol1e3: false },
      },
    ]);
  });

  it('kill a mutant by what is wrong with it, and say how soon', () => {
    const [tally] = judgeGoldens(goldens, biased, demand).tallies;
    const quantities = new Set(tally?.kills.map(({ quantity }) => quantity));
    expect([...quantities]).toEqual(expect.arrayContaining(['running_var', 'moving_variance']));
    expect(quantities).not.toContain('running_mean');
    expect(tally?.certificates?.A.cases).toBeGreaterThan(0);
    expect(tally?.firstKill?.case).toBe(goldens[(tally?.firstKill?.place ?? 0) - 1]?.id);
  });

  it('say the same in parts', () => {
    const mutants = [...biased, ...catalogue.slice(0, 2)];
    const [first, second] = [goldens.slice(0, 7), goldens.slice(7)].map((part) => judgeGoldens(part, mutants, demand));
    const whole = judgeGoldens(goldens, mutants, demand);
    expect(first && second && mergeVerdicts(mergeVerdicts(emptyVerdict(3, demand), first), second)).toEqual(whole);
  });

  it('are passed over by a mutant that has no answer, and where the reference has none', () => {
    const silent = {
      ...referenceMutant,
      answer: () => {
        throw new RangeError('no answer');
      },
    };
    const [tally] = judgeGoldens(goldens.slice(0, 3), [silent], demand).tallies;
    expect(tally?.cases).toBe(0);
    const synchronised = goldens.filter(({ id }) => /^torch\/train\+track\/world[234]/u.test(id));
    expect(synchronised.length).toBeGreaterThan(0);
    const odd = synchronised.slice(0, 1).map((golden) => ({
      ...golden,
      decode: () => {
        const { scenario, trace } = golden.decode();
        return { scenario: { ...scenario, world: { size: 5, groups: null } }, trace };
      },
    }));
    expect(judgeGoldens(odd, [referenceMutant], demand)).toMatchObject({ unanswered: 1, recorded: { cases: 0 } });
  });

  it('count right answers that fixed tolerances reject', () => {
    const { recorded } = judgeGoldens(goldens, [], demand);
    expect(recorded.cases).toBe(goldens.length);
    expect(recorded.rejected.assertClose).toBeGreaterThan(0);
    expect(recorded.rejected.rtol1e3).toBeLessThan(recorded.rejected.assertClose);
  });
});
