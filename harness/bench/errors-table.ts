import { errorsPage } from './errors-page.ts';

// Prints docs/errors.md: npm run --silent errors:table > docs/errors.md
process.stdout.write(errorsPage());
