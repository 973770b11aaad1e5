import type { Assignment as Attributes, InitialState } from '../../oracle/scenario.ts';
import type { StepMode } from '../arbitraries/build-steps.ts';
import type { StepPattern } from './shared-parameters.ts';

/** What steps are made of: the flag of the first, the flag that moves it to the other mode, an attribute that is flipped, a checkpoint. */
export interface StepMaterial {
  readonly first: boolean | null;
  readonly other: boolean;
  readonly flip: Attributes;
  readonly checkpoint: () => InitialState;
}

/** The modes of the steps of a pattern. */
export function stepsOf(pattern: StepPattern, { first, other, flip, checkpoint }: StepMaterial): readonly StepMode[] {
  const start: StepMode = { training: first, assign: {} };
  const turned: StepMode = { training: other, assign: {} };
  const back: StepMode = { training: !other, assign: {} };
  switch (pattern) {
    case 'single':
      return [start];
    case 'again':
      return [start, start];
    case 'other mode':
      return [start, turned];
    case 'there and back':
      return [start, turned, back];
    case 'attribute midway':
      return [start, { training: null, assign: flip }];
    case 'checkpoint midway':
      return [start, { training: null, assign: {}, load: checkpoint() }];
  }
}
