export { caseId, parseCaseId } from './case-id.ts';
export type { CaseId } from './case-id.ts';
export { lanes, planRecording } from './plan-recording.ts';
export type { Lane, PlannedCase } from './plan-recording.ts';
export { mindsporeScenario } from './arbitraries/mindspore-scenario.ts';
export { torchScenario } from './arbitraries/torch-scenario.ts';
export { mindsporeCorpus, mindsporeWorldCorpus } from './corpus/mindspore-corpus.ts';
export { torchCorpus, torchWorldCorpus } from './corpus/torch-corpus.ts';
