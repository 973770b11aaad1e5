/** Stands in for Vitest where tests run in this process: keeps each test that a file defines, and runs none. */
export { expect } from 'vitest';

type Body = (...given: readonly unknown[]) => unknown;

export interface CollectedTest {
  readonly name: string;
  readonly run: () => unknown;
}

const suites: string[] = [];
let collected: CollectedTest[] = [];

/** The tests that `load` defines. */
export async function collectTests(load: () => Promise<unknown>): Promise<readonly CollectedTest[]> {
  collected = [];
  suites.length = 0;
  await load();
  return collected;
}

function defineTest(name: string, body: Body): void {
  collected.push({ name: [...suites, name].join(' > '), run: body });
}

function defineSuite(name: string, body: Body): void {
  suites.push(name);
  body();
  suites.pop();
}

/** One definition a row; where all rows are arrays they are lists of arguments. Rows are told apart by their number. */
function each(define: (name: string, body: Body) => void): (rows: readonly unknown[]) => (name: string, body: Body) => void {
  return (rows) => (name, body) => {
    const lists = rows.every((row) => Array.isArray(row)) ? rows : rows.map((row) => [row]);
    lists.forEach((list, index) => define(`${name} #${index}`, () => body(...list)));
  };
}

export const it: typeof defineTest & { readonly each: ReturnType<typeof each> } = Object.assign(
  (name: string, body: Body): void => defineTest(name, body),
  { each: each(defineTest) },
);
export const test: typeof it = it;
export const describe: typeof it = Object.assign((name: string, body: Body): void => defineSuite(name, body), {
  each: each(defineSuite),
});
