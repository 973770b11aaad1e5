import chalk, { chalkStderr } from 'chalk';
import { Command, CommanderError } from 'commander';
import { GoldenError } from '../../goldens/format/golden-error.ts';
import { addClaimsCommand } from './commands/claims.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addDriftCommand } from './commands/drift.ts';
import { addGateCommand } from './commands/gate.ts';
import { addMutantsCommand } from './commands/mutants.ts';
import { addRecordCommand } from './commands/record.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { BackendError } from '../backends/backend-error.ts';
import { exitCodes } from './exit-codes.ts';
import { packageVersion } from './package-root.ts';
import { RecorderError } from '../../goldens/recorders/recorder-error.ts';
import { UsageError } from './usage-error.ts';

/** Runs the command line and sets the exit code; never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  // https://no-color.org: chalk itself does not look.
  if ((process.env['NO_COLOR'] ?? '') !== '') chalk.level = chalkStderr.level = 0;
  const program = new Command('syncbn-oracle')
    .description(
      'Is this synchronized batch normalization right? A reference for torch.nn.SyncBatchNorm and mindspore.nn.SyncBatchNorm.',
    )
    .version(packageVersion)
    .showHelpAfterError('(add --help for the options)')
    .showSuggestionAfterError()
    .exitOverride();
  addGateCommand(program);
  addClaimsCommand(program);
  addMutantsCommand(program);
  addVerifyCommand(program);
  addRecordCommand(program);
  addDriftCommand(program);
  addDoctorCommand(program);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Whoever read stdout has left: the verdict stands in the exit code and the reports. Anything else that fails to print is a failure. */
export function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') process.exitCode = exitCodes.cannotJudge;
}

/** Says what went wrong on stderr and gives the exit code. */
function report(error: unknown): number {
  // commander has already printed its message; its own codes are 0 for help and version, 1 for bad usage.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.conforms : exitCodes.badUsage;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${chalkStderr.red('error:')} ${message}\n`);
  if (error instanceof GoldenError || error instanceof UsageError) return exitCodes.badUsage;
  const isExpected = error instanceof RecorderError || error instanceof BackendError;
  if (!isExpected && error instanceof Error && error.stack !== undefined) {
    process.stderr.write(
      `${chalkStderr.dim(error.stack)}\nThis is a defect of syncbn-oracle: please report it with the lines above.\n`,
    );
  }
  return exitCodes.cannotJudge;
}
