import { describeReference } from '../describe-reference.ts';
import { describeCounts, judgeReport } from '../judge-report.ts';
import { isClaimsRun } from '../judge-claims.ts';
import { isMutantsRun } from '../judge-mutants.ts';
import { isVerification } from '../judge-verify.ts';
import type { Outcome } from '../judge-report.ts';
import type { Report } from '../model.ts';
import { summariseGoldens } from '../summarise-goldens.ts';
import { formatCount } from '../text/format-number.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

const words: Readonly<Record<Outcome, string>> = {
  passed: 'Conforms',
  failed: 'Differs',
  undecided: 'Could not judge',
  interrupted: 'Interrupted',
};

/** Of a run about mutants: there it is the cases that are put to the test. */
const wordsOfMutants: Readonly<Record<Outcome, string>> = { ...words, passed: 'All caught', failed: 'Not all caught' };

/** Of a run about claims: what the document says may well be wrong, as long as it is decided. */
const wordsOfClaims: Readonly<Record<Outcome, string>> = { ...words, passed: 'Decided', undecided: 'Not all decided' };

/** Of a run that verified goldens, and of one that recorded them again. */
const wordsOfVerification: Readonly<Record<Outcome, string>> = { ...words, passed: 'Intact', failed: 'Broken' };
const wordsOfReproduction: Readonly<Record<Outcome, string>> = { ...words, passed: 'Reproduced', failed: 'Not reproduced' };

/** The verdict in a word, who was judged, against what, and the counts behind it. */
export function renderHeadline(report: Report): Markup {
  const outcome = judgeReport(report);
  const { name, version } = report.implementation;
  const goldens = summariseGoldens(report.goldens).map(
    (total) => `${total.framework} ${total.version} (${formatCount(total.cases)})`,
  );
  const of = goldens.length === 0 ? [] : [`goldens of ${goldens.join(', ')}`];
  const against = isVerification(report) ? ['their manifest'] : [`the reference (${describeReference(report)})`, ...of];
  return markup`<header class="verdict ${outcome}">
<p class="tool">${report.tool.name} ${report.tool.version} <code>${report.command}</code></p>
<h1><b>${name} ${version}</b> <span>${wordOf(report)}</span></h1>
<p>${describeCounts(report)}</p>
<p class="quiet">Held against ${against.join(' and ')}.
Started <time datetime="${report.startedAt}">${readableTime(report.startedAt)}</time>.</p>
${report.interrupted ? markup`<p><strong>The run was stopped before all cases were judged.</strong></p>` : null}
</header>`;
}

/** The one word of the verdict, for the title of the page. */
export function nameOutcome(report: Report): string {
  return wordOf(report).toLowerCase();
}

function wordOf(report: Report): string {
  return wordsFor(report)[judgeReport(report)];
}

function wordsFor(report: Report): Readonly<Record<Outcome, string>> {
  if (isVerification(report)) return wordsOfVerification;
  if (report.reproduction.length > 0) return wordsOfReproduction;
  if (isMutantsRun(report)) return wordsOfMutants;
  return isClaimsRun(report) ? wordsOfClaims : words;
}

function readableTime(startedAt: string): string {
  return startedAt.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):.*Z$/u, '$1 $2 UTC');
}
