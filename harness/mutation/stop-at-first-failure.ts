import fc from 'fast-check';

// Any counterexample kills a mutant: there is no need to look for the smallest.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true, numRuns: 25 });
