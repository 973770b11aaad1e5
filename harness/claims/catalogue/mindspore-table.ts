import type { Claim } from '../claim.ts';
import { claimsOf } from '../claims-of.ts';
import { everyCase, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { behaving, withArgument } from '../hypotheses.ts';
import { lookAt } from '../look.ts';

const forward = ['y', 'runningMean', 'runningVar'] as const;

/** The second table of Difference 1, use_batch_statistics of MindSpore, and the sentence that ends Difference 1. */
export const mindsporeTableClaims: readonly Claim[] = claimsOf('Difference 1, table of MindSpore', [
  {
    id: 'difference-1/mindspore/true',
    place: 'row True',
    text: 'Training: the batch normalises, and the moving statistics are updated.',
    examinations: [
      examine('mindspore', {
        concerns: visits('batch'),
        look: lookAt(forward, ['batch']),
        fails: withArgument('use_batch_statistics', false),
      }),
    ],
  },
  {
    id: 'difference-1/mindspore/false/1',
    place: 'row False, sentence 1',
    text: 'Inference: the moving statistics normalise, and nothing is updated.',
    examinations: [
      examine('mindspore', {
        concerns: visits('moving'),
        look: lookAt(forward, ['moving']),
        fails: withArgument('use_batch_statistics', true),
      }),
    ],
  },
  {
    id: 'difference-1/mindspore/false/2',
    place: 'row False, sentence 2',
    text: 'The layer uses ...',
    cutOff: 'that it uses something',
    examinations: [],
  },
  {
    id: 'difference-1/mindspore/none',
    place: 'row None',
    text: '...',
    cutOff: 'nothing, the cell is empty',
    examinations: [],
  },
  {
    id: 'difference-1/mindspore/states',
    place: 'sentence after the table',
    text: "MindSpore has torch's training and inference, and not the two states without running statistics.",
    examinations: [
      examine('mindspore', {
        concerns: everyCase,
        look: lookAt(forward),
        fails: behaving(() => ({ normaliseWith: 'batch', buffers: 'none' })),
      }),
    ],
  },
]);
