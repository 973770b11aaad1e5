import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Report } from '../../reports/model.ts';
import { writeHtml } from '../../reports/writers/html.ts';
import { writeJson } from '../../reports/writers/json.ts';
import { writeJunit } from '../../reports/writers/junit.ts';

/** Writes report.json, report.html and junit.xml to a folder that exists, each in one rename. */
export async function writeReportFiles(directory: string, report: Report): Promise<void> {
  await writeFileAtomic(path.join(directory, 'report.json'), writeJson(report));
  await writeFileAtomic(path.join(directory, 'report.html'), writeHtml(report));
  await writeFileAtomic(path.join(directory, 'junit.xml'), writeJunit(report));
}
