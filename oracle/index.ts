export { answerScenario, rowsVisited } from './answer-scenario.ts';
