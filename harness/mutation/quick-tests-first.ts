import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** The longest that each file took: a file that stops at a failure, or is never reached, takes less than it may. */
const longest = new Map<string, number>();

/** What failed last time, as it likely kills the next mutant too, then the shortest: the opposite of Vitest's own order. */
export class QuickTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = (file: TestSpecification): number => {
      const result = this.ctx.cache.getTestSpecificationResult(file);
      const duration = Math.max(result?.duration ?? 0, longest.get(file.moduleId) ?? 0);
      longest.set(file.moduleId, duration);
      return result?.failed === true ? -1 : duration;
    };
    const costs = new Map(files.map((file) => [file, cost(file)]));
    return files.toSorted((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0));
  }
}
