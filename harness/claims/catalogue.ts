import { differencesClaims } from './catalogue/differences.ts';
import { difference2Claims } from './catalogue/difference-2.ts';
import { difference3Claims } from './catalogue/difference-3.ts';
import { findingsOnModes } from './catalogue/findings-on-modes.ts';
import { findingsOnSharing } from './catalogue/findings-on-sharing.ts';
import { findingsOnBatches } from './catalogue/findings-on-batches.ts';
import { findingsOnArguments } from './catalogue/findings-on-arguments.ts';
import { findingsOnState } from './catalogue/findings-on-state.ts';
import { initialiserClaims } from './catalogue/initialisers.ts';
import { mindsporeTableClaims } from './catalogue/mindspore-table.ts';
import { inputClaims, parameterClaims } from './catalogue/parameters.ts';
import { processGroupClaims } from './catalogue/process-groups.ts';
import { signatureClaims } from './catalogue/signatures.ts';
import { torchTableClaims } from './catalogue/torch-table.ts';
import type { Claim } from './claim.ts';

/** What the source document says, in its order, and what it leaves out. */
export const claims: readonly Claim[] = [
  ...signatureClaims,
  ...differencesClaims,
  ...parameterClaims,
  ...initialiserClaims,
  ...processGroupClaims,
  ...inputClaims,
  ...torchTableClaims,
  ...mindsporeTableClaims,
  ...difference2Claims,
  ...difference3Claims,
  ...findingsOnModes,
  ...findingsOnSharing,
  ...findingsOnBatches,
  ...findingsOnArguments,
  ...findingsOnState,
];
