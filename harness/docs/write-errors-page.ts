import { writeFile } from 'node:fs/promises';
import { errorsPage } from './errors-page.ts';

// Writes docs/errors.md: npm run docs:errors
await writeFile(new URL('../../docs/errors.md', import.meta.url), errorsPage());
