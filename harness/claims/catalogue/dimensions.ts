import type { Examination } from '../claim.ts';
import { everyCase } from '../concerns.ts';
import { examine } from '../examine.ts';
import { ruledBy } from '../hypotheses.ts';
import { lookAt } from '../look.ts';

/** MindSpore that takes exactly the shapes that it is said to refuse. */
const otherDimensions = ruledBy((right) => ({
  enterForward: (scenario, module, call) => {
    const isFlatOrImage = call.shape.length === 2 || call.shape.length === 4;
    if (isFlatOrImage) return { type: 'ValueError', message: '2 dims and 4 dims refused' };
    const error = right.enterForward(scenario, module, call);
    return error !== null && error.message.includes('2 dims or 4 dims') ? null : error;
  },
}));

/** MindSpore takes 2-D and 4-D input alone: the document says it twice. */
export const dimensionsExamination: Examination = examine('mindspore', {
  concerns: everyCase,
  look: lookAt([]),
  fails: otherDimensions,
});
