import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Report } from '../../reports/model.ts';
import { writeHtml } from '../../reports/writers/html.ts';
import { writeJson } from '../../reports/writers/json.ts';
import { writeJunit } from '../../reports/writers/junit.ts';
import { UsageError } from './usage-error.ts';

/** Writes report.json, report.html and junit.xml to a folder that exists, each in one rename. */
export async function writeReportFiles(directory: string, report: Report): Promise<void> {
  const files = { 'report.json': writeJson, 'report.html': writeHtml, 'junit.xml': writeJunit };
  for (const [name, write] of Object.entries(files)) {
    await writeFileAtomic(path.join(directory, name), write(report)).catch((error: Error) => {
      throw new UsageError(`Expected --out to name a folder that takes ${name}, got ${directory}: ${error.message}.`);
    });
  }
}
