/** The page's style: system fonts, aligned digits, light and dark, narrow and printed. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ink: #1d2126; --quiet: #5b6570; --line: #dfe3e7; --paper: #fff; --panel: #f5f7f8; --fill: #8fa3b5;
  --good: #1a6b3c; --bad: #b3261e; --unsure: #855a00; --link: #1f5fa8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #dde2e7; --quiet: #97a1ab; --line: #31373e; --paper: #15181c; --panel: #1d2126; --fill: #5d7185;
    --good: #6cc48f; --bad: #f2867d; --unsure: #dcaf55; --link: #86b7ea;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; -webkit-text-size-adjust: 100%; }
body { max-width: 74rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
code, .value, .id { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.87em; }
.id code { font-size: 1em; }
a { color: var(--link); }
small { color: var(--quiet); font-size: 0.87em; font-weight: 400; }
time, .name, .status { white-space: nowrap; } .status small { display: block; white-space: normal; min-width: 12rem; }
.quiet { color: var(--quiet); }
.good { color: var(--good); } .bad { color: var(--bad); } .unsure { color: var(--unsure); }
p { margin: 0.4rem 0; max-width: 60rem; }
h1 { font-size: 1.75rem; font-weight: 400; line-height: 1.25; margin: 0.2rem 0 0.4rem; overflow-wrap: anywhere; }
h1 b { font-weight: 600; }
h2 { font-size: 1.15rem; font-weight: 600; margin: 2.6rem 0 0.7rem; }
h3 { font-size: 1rem; font-weight: 500; margin: 0; overflow-wrap: anywhere; }
.verdict { border-left: 4px solid var(--unsure); padding-left: 1.1rem; overflow-wrap: anywhere; }
.verdict h1 span { color: var(--unsure); }
.verdict.passed { border-color: var(--good); } .verdict.passed h1 span { color: var(--good); }
.verdict.failed { border-color: var(--bad); } .verdict.failed h1 span { color: var(--bad); }
.tool { color: var(--quiet); margin: 0; }
nav { margin: 1.2rem 0 0; } nav a { margin-right: 1.1rem; white-space: nowrap; }
.numbers { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 1.1rem 1.5rem; margin: 1.6rem 0 0; }
.numbers dt { color: var(--quiet); font-size: 0.87rem; }
.numbers dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; line-height: 1.3; }
.numbers small { display: block; font-size: 0.8rem; line-height: 1.3; }
.numbers .bad dt { color: inherit; }
.scroll { overflow-x: auto; margin-bottom: 1.4rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0 0 0.35rem; }
th { color: var(--quiet); font-size: 0.87rem; font-weight: 500; text-align: left; vertical-align: bottom; }
th, td { border-bottom: 1px solid var(--line); padding: 0.38rem 1.2rem 0.38rem 0; }
th:last-child, td:last-child { padding-right: 0; }
td { vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
.words { min-width: 16rem; }
.decision { min-width: 18rem; overflow-wrap: anywhere; } .decision small { display: block; font-family: system-ui, sans-serif; }
.states { min-width: 68rem; table-layout: fixed; } .states .key { width: 10.6rem; }
.states .number { padding-right: 0; width: 4.4rem; } .states .elements { width: 6.8rem; } .states .use { padding-left: 1.4rem; width: 16rem; } .states .bar { width: 3.6rem; }
.use b { display: inline-block; font-weight: 500; min-width: 2.6rem; }
.bar { background: var(--line); display: inline-block; height: 0.5rem; margin-right: 0.7rem; width: 5rem; }
.bar i { background: var(--fill); display: block; height: 100%; }
.bar.over i { background: var(--bad); }
.finding { background: var(--panel); border-left: 3px solid var(--bad); break-inside: avoid; content-visibility: auto; contain-intrinsic-size: auto 13rem; margin: 0 0 1rem; padding: 0.8rem 1.1rem 0.9rem; }
.finding h3 code { font-size: 0.95em; font-weight: 700; }
.finding .case { margin: 0.15rem 0 0.5rem; overflow-wrap: anywhere; }
.finding dl, .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.2rem 1.1rem; margin: 0; }
.finding dt, .facts dt { color: var(--quiet); }
.finding dd, .facts dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.finding .value { white-space: pre-wrap; align-self: center; }
.copy { background: none; border: 1px solid var(--line); border-radius: 3px; color: var(--link); cursor: pointer; display: none; font: inherit; font-size: 0.8rem; margin-left: 0.8rem; padding: 0 0.5rem; }
.js .copy { display: inline-block; }
.mutants th[scope='row'], .kills th[scope='row'] { color: inherit; font-size: 1em; font-weight: 400; } .mutants th[scope='row'] small { display: block; min-width: 16rem; }
.mutants th, .mutants td, .kills th, .kills td { padding-right: 0.9rem; } .kills { font-size: 0.87rem; } .kills th code { white-space: nowrap; }
#mutants ul { margin-bottom: 1.8rem; }
.claims th[scope='rowgroup'] { color: inherit; font-size: 1em; font-weight: 500; padding-top: 1.1rem; } .claims p { margin: 0.2rem 0 0; } .claims .words { min-width: 24rem; } .claims .words > small { display: block; } .claims summary { color: var(--quiet); font-size: 0.87rem; }
.axes { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: 1.6rem 3rem; align-items: start; }
.axis td { border: 0; padding: 0.1rem 0.8rem 0.1rem 0; overflow-wrap: anywhere; } .axis td:last-child { width: 3.5rem; }
.axis td:nth-child(2) { width: 5.8rem; white-space: nowrap; } .axis .bar { margin: 0; }
.axis caption { font-weight: 500; }
.goldens tr:has(+ .provenance) td { border: 0; padding-bottom: 0; }
.provenance td { padding-top: 0.1rem; } .provenance summary { color: var(--quiet); overflow-wrap: anywhere; } .provenance dl { padding: 0.4rem 0 0.4rem 1.1rem; }
summary { cursor: pointer; } ul { margin: 0.3rem 0; padding-left: 1.2rem; overflow-wrap: anywhere; }
.filter { align-items: center; display: flex; flex-wrap: wrap; gap: 0.5rem 1.2rem; margin: 0.8rem 0; }
.filter input[type='search'] { background: var(--paper); border: 1px solid var(--quiet); border-radius: 3px; color: inherit; flex: 0 1 24rem; font: inherit; padding: 0.25rem 0.5rem; }
.scripted { display: none; } .js .scripted { display: revert; }
.filter output { color: var(--quiet); font-variant-numeric: tabular-nums; }
.cases, .cases thead, .cases tbody { display: block; }
.cases { font-size: 0.87rem; min-width: 44rem; }
.cases tr { border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 1.75rem; display: grid; grid-template-columns: 4rem minmax(0, 1fr) 7.5rem 6.5rem 4.2rem 3.8rem; gap: 0.8rem; }
.cases th, .cases td { border: 0; padding-right: 0; }
.cases td { overflow-wrap: anywhere; padding-bottom: 0.2rem; padding-top: 0.2rem; }
.cases .id { font-size: 0.8rem; } .cases .id small { display: block; font: 0.8rem/1.4 system-ui, sans-serif; }
.cases .failed td:first-child, .cases .errored td:first-child { color: var(--bad); } .cases :is(.skipped, .known) td:first-child { color: var(--unsure); }
.cases .passed td:first-child { color: var(--quiet); }
section:has(#not-passed:checked) .cases .passed, .cases tr[hidden] { display: none; }
@media (max-width: 40rem) {
  body { padding: 1.2rem 1rem 3rem; }
  h1 { font-size: 1.4rem; }
  .numbers { grid-template-columns: repeat(auto-fill, minmax(6.6rem, 1fr)); gap: 0.9rem 1rem; }
  .states { min-width: 58rem; } .states .key { padding-right: 0.6rem; width: 6.2rem; } th, td { padding-right: 0.8rem; }
  .words, .claims .words { min-width: 12rem; } .mutants th[scope='row'] small { min-width: 11rem; } .decision { min-width: 32rem; }
  .finding dl, .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .finding dd, .facts dd { margin-bottom: 0.4rem; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --quiet: #444; --line: #bbb; --paper: #fff; --panel: #fff; --good: #1a6b3c; --bad: #b3261e; --unsure: #855a00; --link: #000; --fill: #777; }
  html { font-size: 10pt; } body { max-width: none; padding: 0; }
  nav, .copy, .js .copy, .filter { display: none; }
  .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll { overflow: visible; } .states, .cases { min-width: 0; } .states { table-layout: auto; } .states .key, .states .number, .states .use { width: auto; } .states .number { padding-left: 0.8rem; } .states .key, .states .status { padding-right: 0.6rem; } .states .bar { width: 2rem; } .use { white-space: nowrap; }
  tr { break-inside: avoid; } h2, caption { break-after: avoid; } .finding { border: 1px solid var(--line); } .finding, .cases tr { content-visibility: visible; }
}
`;
