import { arrangeReport } from '../arrange-report.ts';
import type { Report } from '../model.ts';

/** The report as JSON in the model's key order, indented by two spaces, ending with a line feed. */
export function writeJson(report: Report): string {
  return `${JSON.stringify(arrangeReport(report), null, 2)}\n`;
}
