import type { Report } from './model.ts';
import { formatQuantity } from './text/format-number.ts';

/** Whether the run verified goldens and judged nothing but them. */
export function isVerification({ verification, reproduction }: Report): boolean {
  return verification !== null && reproduction.length === 0;
}

/** `12 files, 2,057 cases, 0 problems`. */
export function describeVerification({ verification }: Report): string {
  if (verification === null) return '';
  const { files, cases, problems } = verification;
  return [formatQuantity(files, 'file'), formatQuantity(cases, 'case'), formatQuantity(problems.length, 'problem')].join(', ');
}

/** How many cases of a reproduction agree in every bit and word: `190 bit-identical`; empty where nothing was recorded again. */
export function describeIdentical({ reproduction }: Report): string {
  if (reproduction.length === 0) return '';
  return `${formatQuantity(
    reproduction.reduce((sum, { identical }) => sum + identical, 0),
    'case',
  )} bit-identical`;
}
