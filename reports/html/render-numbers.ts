import { isClaimsRun } from '../judge-claims.ts';
import { isMutantsRun } from '../judge-mutants.ts';
import { isVerification } from '../judge-verify.ts';
import type { Report } from '../model.ts';
import { describeErrorKeys } from '../text/describe-error-keys.ts';
import { formatCount, formatUse } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** The numbers of the whole run in one row. */
export function renderNumbers(report: Report): Markup | null {
  // A run about mutants, claims or files has judged no case; its numbers head its table.
  if (isMutantsRun(report) || isClaimsRun(report) || isVerification(report)) return null;
  const { summary } = report;
  const { worstBoundUse, errorsPredicted } = summary;
  const numbers: readonly (Markup | null)[] = [
    renderNumber('cases', formatCount(summary.cases)),
    renderNumber('passed', formatCount(summary.passed)),
    renderNumber('failed', formatCount(summary.failed), '', summary.failed > 0),
    renderNumber('errored', formatCount(summary.errored), '', summary.errored > 0),
    renderNumber('skipped', formatCount(summary.skipped)),
    summary.known === 0 ? null : renderNumber('known to differ', formatCount(summary.known)),
    renderNumber('elements', formatCount(summary.elements)),
    summary.uninformative === 0
      ? null
      : renderNumber('uninformative', formatCount(summary.uninformative), 'bound says nothing: accepted, not passed'),
    worstBoundUse === null
      ? null
      : renderNumber('worst bound use', formatUse(worstBoundUse.use), worstBoundUse.quantity, isOutside(worstBoundUse.use)),
    summary.grade === null ? null : renderNumber('grade', summary.grade),
    errorsPredicted.raised === 0
      ? null
      : renderNumber(
          'errors predicted',
          `${formatCount(errorsPredicted.predicted)} of ${formatCount(errorsPredicted.raised)}`,
          describeErrorKeys(errorsPredicted),
        ),
  ];
  return markup`<dl class="numbers">${numbers.filter((number) => number !== null)}</dl>`;
}

function renderNumber(name: string, value: string, note = '', isBad = false): Markup {
  return markup`<div${isBad ? markup` class="bad"` : null}><dt>${name}</dt><dd>${value}${note === '' ? null : markup`<small>${note}</small>`}</dd></div>`;
}

function isOutside(use: number | string): boolean {
  return typeof use === 'string' || use > 1;
}
