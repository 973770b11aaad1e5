import { createHash } from 'node:crypto';

import { markup } from '../html/markup.ts';
import type { Markup } from '../html/markup.ts';
import { pageScript } from '../html/page-script.ts';
import { pageStyle } from '../html/page-style.ts';
import { renderCases } from '../html/render-cases.ts';
import { renderClaims } from '../html/render-claims.ts';
import { renderCombinations } from '../html/render-combinations.ts';
import { renderCoverage } from '../html/render-coverage.ts';
import { renderDrift } from '../html/render-drift.ts';
import { renderEnvironment } from '../html/render-environment.ts';
import { renderFindings } from '../html/render-findings.ts';
import { renderGoldens } from '../html/render-goldens.ts';
import { nameOutcome, renderHeadline } from '../html/render-headline.ts';
import { renderGrades } from '../html/render-grades.ts';
import { renderKnownDifferences } from '../html/render-known-differences.ts';
import { renderMethods } from '../html/render-methods.ts';
import { renderMutants } from '../html/render-mutants.ts';
import { renderNumbers } from '../html/render-numbers.ts';
import { renderReproduction } from '../html/render-reproduction.ts';
import { renderScreen } from '../html/render-screen.ts';
import { renderStateTables } from '../html/render-state-tables.ts';
import { renderVerification } from '../html/render-verification.ts';
import type { Report } from '../model.ts';

// The policy lets nothing run but our own script, even if something should ever slip through unescaped.
const scriptHash = createHash('sha256').update(pageScript).digest('base64');
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'`;

/** The report as one self-contained page that works offline, without script, and on paper. */
export function writeHtml(report: Report): string {
  const sections: readonly (readonly [string, Markup | null])[] = [
    ['verification', renderVerification(report)],
    ['states', renderStateTables(report)],
    ['reproduction', renderReproduction(report)],
    ['drift', renderDrift(report)],
    ['findings', renderFindings(report)],
    ['known', renderKnownDifferences(report)],
    ['screen', renderScreen(report)],
    ['grades', renderGrades(report)],
    ['methods', renderMethods(report)],
    ['claims', renderClaims(report)],
    ['mutants', renderMutants(report)],
    ['coverage', renderCoverage(report)],
    ['combinations', renderCombinations(report)],
    ['goldens', renderGoldens(report)],
    ['environment', renderEnvironment(report)],
    ['cases', renderCases(report)],
  ];
  const links = sections.flatMap(([name, section]) => (section === null ? [] : [markup`<a href="#${name}">${name}</a> `]));
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${report.implementation.name} ${report.implementation.version}: ${nameOutcome(report)} (syncbn-oracle)</title>
<style>${{ html: pageStyle }}</style></head>
<body>
${renderHeadline(report)}
<nav>${links}</nav>
<main>
${renderNumbers(report)}
${sections.flatMap(([, section]) => section ?? [])}
</main>
<script>${{ html: pageScript }}</script>
</body></html>
`.html;
}
