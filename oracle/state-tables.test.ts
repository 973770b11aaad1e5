import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { rowsVisited } from './answer-scenario.ts';
import { mindsporeRow, mindsporeStateTable, torchRow, torchStateTable } from './state-tables.ts';
import { lastAnswer, numbersOf, present } from './testing/answers.ts';
import { question, scenarioOf, settingOf, settings } from './testing/question.ts';
import type { Question } from './testing/question.ts';
import type { ExpectedTensor, RankAnswer } from './trace.ts';

/** The tables as they are written down for people; the code is held against them cell by cell. */
const torchDocument = `
  | training | track_running_stats | normalised with              | synchronised | running_mean / running_var | num_batches_tracked |
  | T        | T                   | batch                        | yes          | updated                    | +1                  |
  | T        | F                   | batch                        | yes          | do not exist (None)        | None                |
  | F        | T                   | running                      | no           | read only                  | unchanged           |
  | F        | F                   | batch of this rank alone     | no           | do not exist (None)        | None                |`;

const mindsporeDocument = `
  | use_batch_statistics | training flag     | normalised with | moving_mean / moving_variance         | grad_x                 |
  | None                 | T                 | batch           | updated                               | through the statistics |
  | None                 | F (the default)   | moving          | read only                             | gamma * invstd * dy    |
  | True                 | T, F or default   | batch           | updated, even with the flag off       | through the statistics |
  | False                | T, F or default   | moving          | read only, even with the flag on      | gamma * invstd * dy    |`;

type Cells = Readonly<Record<string, string>>;

function rowsOf(document: string): readonly Cells[] {
  const [header = [], ...rows] = document
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.map((cells) => Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ''])));
}

function buffersOf(cell: string | undefined): string {
  if (cell?.startsWith('updated')) return 'update';
  return cell?.startsWith('read only') ? 'read' : 'none';
}

function statisticsOf(cell: string | undefined): string {
  return cell?.startsWith('batch') ? 'batch' : 'running';
}

/** What became of the running statistics, in the words of the table. */
function bufferFate({ runningMean, runningVar }: RankAnswer<ExpectedTensor>, asked: Question): string {
  if (runningMean === null && runningVar === null) return 'none';
  const [mean, variance] = [numbersOf(runningMean), numbersOf(runningVar)];
  const untouched = [...mean, ...variance].join() === [...asked.runningMean, ...asked.runningVar].join();
  return untouched ? 'read' : 'update';
}

describe('the torch table', () => {
  test('reads as the document, row by row', () => {
    const documented = rowsOf(torchDocument).map((row) => ({
      training: row['training'] === 'T',
      trackRunningStats: row['track_running_stats'] === 'T',
      normaliseWith: statisticsOf(row['normalised with']),
      synchronise: row['synchronised'] === 'yes',
      buffers: buffersOf(row['running_mean / running_var']),
    }));
    expect(torchStateTable.map(({ key: _key, ...row }) => row)).toEqual(documented);
  });

  it('has keys that spell the row', () => {
    for (const { key, training, trackRunningStats } of torchStateTable) {
      expect(key).toBe(`${training ? 'train' : 'eval'}+${trackRunningStats ? 'track' : 'notrack'}`);
    }
  });

  it('is chosen from by the attribute in training and by the buffers in eval', () => {
    for (const attribute of [true, false]) {
      for (const buffers of [true, false]) {
        expect(torchRow(true, attribute, buffers).key).toBe(attribute ? 'train+track' : 'train+notrack');
        expect(torchRow(false, attribute, buffers).key).toBe(buffers ? 'eval+track' : 'eval+notrack');
      }
    }
  });

  test.each(rowsOf(torchDocument))('row $training $track_running_stats is what the oracle answers', (row) => {
    const key = `${row['training'] === 'T' ? 'train' : 'eval'}+${row['track_running_stats'] === 'T' ? 'track' : 'notrack'}`;
    fc.assert(
      fc.property(question({ min: 2, max: 3 }), (asked) => {
        const answer = present(lastAnswer(scenarioOf(settingOf('torch', key), asked)).ranks[0]);
        const counter = { '+1': 1, unchanged: 0, None: null }[row['num_batches_tracked'] ?? ''];
        expect(answer.numBatchesTracked).toBe(counter);
        expect(bufferFate(answer, asked)).toBe(buffersOf(row['running_mean / running_var']));
        expect([answer.gradX, answer.gradWeight, answer.gradBias]).not.toContain(null);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the mindspore table', () => {
  test('reads as the document, row by row', () => {
    const documented = rowsOf(mindsporeDocument).map((row) => {
      const flag = row['training flag'] ?? '';
      return {
        useBatchStatistics: { None: null, True: true, False: false }[row['use_batch_statistics'] ?? ''],
        training: flag.includes('or') ? 'either' : flag.startsWith('T'),
        normaliseWith: statisticsOf(row['normalised with']),
        buffers: buffersOf(row['moving_mean / moving_variance']),
      };
    });
    expect(mindsporeStateTable.map(({ key: _key, synchronise: _synchronise, ...row }) => row)).toEqual(documented);
  });

  it('synchronises exactly where the batch normalises', () => {
    for (const { normaliseWith, synchronise } of mindsporeStateTable) expect(synchronise).toBe(normaliseWith === 'batch');
  });

  it('takes gradients through the statistics exactly where the batch normalises', () => {
    const documented = rowsOf(mindsporeDocument).map((row) => row['grad_x'] === 'through the statistics');
    expect(mindsporeStateTable.map(({ normaliseWith }) => normaliseWith === 'batch')).toEqual(documented);
  });

  test.each([true, false])('asks for the flag, here %s, only where use_batch_statistics is None', (training) => {
    expect(mindsporeRow(null, training).key).toBe(training ? 'none+train' : 'none+eval');
    expect(mindsporeRow(true, training).key).toBe('batch');
    expect(mindsporeRow(false, training).key).toBe('moving');
  });
});

test.each(settings.filter(({ dialect }) => dialect === 'mindspore'))(
  '$arguments, training $training: the moving statistics are treated as the row says',
  (setting) => {
    const documented = present(mindsporeStateTable.find(({ key }) => key === setting.key)).buffers;
    fc.assert(
      fc.property(question({ min: 2, max: 3 }), (asked) => {
        for (const answer of lastAnswer(scenarioOf(setting, asked)).ranks) expect(bufferFate(answer, asked)).toBe(documented);
      }),
      { numRuns: 10 },
    );
  },
);

test.each(settings)('$dialect, $arguments, training $training: the row is $key', (setting) => {
  fc.assert(
    fc.property(question({ min: 1, max: 2 }), (asked) => {
      expect(rowsVisited(scenarioOf(setting, asked))).toEqual([setting.key]);
    }),
    { numRuns: 5 },
  );
});
