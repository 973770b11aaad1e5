import type { ChalkInstance } from 'chalk';

import { isClaimsRun } from '../judge-claims.ts';
import type { ClaimEvidence, ClaimResult, ClaimVerdict, Report } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';

/** The claims of a run about them, part by part: verdict, place, text, note and evidence. All of the evidence where `verbose`. */
export function printClaims(report: Report, chalk: ChalkInstance, verbose: boolean): readonly string[] {
  if (!isClaimsRun(report)) return [];
  return [...Map.groupBy(report.claims, ({ part }) => part)].flatMap(([part, own], index) => [
    ...(index === 0 ? [] : ['']),
    chalk.bold(showControls(part)),
    ...own.flatMap((claim) => printClaim(claim, chalk, verbose)),
  ]);
}

const widest: ClaimVerdict = 'not testable';
const margin = ' '.repeat(widest.length + 2);

function printClaim(claim: ClaimResult, chalk: ChalkInstance, verbose: boolean): readonly string[] {
  const { verdict, place, text, note, supporting, contradicting } = claim;
  const paint = paintOf(verdict, chalk);
  const head = [...(place === '' ? [] : [chalk.dim(`${showControls(place)}:`)]), showControls(text)].join(' ');
  return [
    `${paint(verdict)}${margin.slice(verdict.length)}${head}`,
    ...(note === null ? [] : [`${margin}${showControls(note)}`]),
    ...printEvidence('for', supporting, chalk, verbose),
    ...printEvidence('against', contradicting, chalk, verbose),
  ];
}

function printEvidence(side: string, { cases, first }: ClaimEvidence, chalk: ChalkInstance, verbose: boolean): readonly string[] {
  const shown = verbose ? first : first.slice(0, 1);
  return shown.map((one, index) => {
    const count = index === 0 ? `${formatCount(cases)} ${side}: ` : '';
    return `${margin}${chalk.dim(`${count}${showControls(verbose ? one.replay : one.case)}`)}`;
  });
}

function paintOf(verdict: ClaimVerdict, chalk: ChalkInstance): (text: string) => string {
  if (verdict === 'confirmed') return chalk.green;
  if (verdict === 'refuted') return chalk.red;
  return verdict === 'refined' || verdict === 'undecided' ? chalk.yellow : chalk.dim;
}
