import type { Dialect } from '../scenario.ts';

/** Something invalid for which the reference gives no error, and why. */
export interface Unpredicted {
  readonly dialect: Dialect;
  readonly what: string;
  readonly why: string;
}

/** What is known to raise, or may, and has no key. The reference refuses to answer, or no scenario can say it. */
export const unpredicted: readonly Unpredicted[] = [
  {
    dialect: 'torch',
    what: 'integer and complex inputs, gradients of another shape than y, ints beyond 2^53 - 1',
    why: 'the golden format has no such values',
  },
  {
    dialect: 'torch',
    what: 'one buffer None and the other not',
    why: 'a scenario has no way to take one away',
  },
  {
    dialect: 'torch',
    what: 'device a GPU or another accelerator, or an index',
    why: 'what it raises depends on the machine and on how torch was built',
  },
  {
    dialect: 'torch',
    what: 'process_group a tensor',
    why: 'it has a size of its own, which torch calls; nobody has followed that further',
  },
  {
    dialect: 'torch',
    what: 'num_features a list of other than one extent, with a strided input, an empty batch, or ranks that synchronise',
    why: 'the message names a source file of the build, depends on broadcasting, or is that of a kernel of accelerators',
  },
  {
    dialect: 'torch',
    what: 'another number of channels than num_features where ranks synchronise',
    why: 'the kernels of accelerators read past the end',
  },
  {
    dialect: 'torch',
    what: 'ranks of a group of which some raise, disagree about channels or types, or are empty with half inputs',
    why: 'the collective hangs, or breaks down with the addresses of sockets in its message',
  },
  {
    dialect: 'torch',
    what: 'a synchronised group with eps 0 and a variance of 0, or with a negative eps that only some ranks outweigh: no error',
    why: 'what comes of it hangs on rounding and on what travels between the ranks; it is not judged',
  },
  {
    dialect: 'mindspore',
    what: 'gamma and beta, or the moving statistics, of two types',
    why: 'the same call says in one process that a type cannot be converted and in another that the types must be the same',
  },
  {
    dialect: 'mindspore',
    what: 'all four parameters float16; mindspore.dtype as dtype',
    why: 'no error, and what is computed is not modelled',
  },
  {
    dialect: 'mindspore',
    what: 'an empty batch where the batch normalises',
    why: 'no error, and leftover memory as the moving mean',
  },
  {
    dialect: 'mindspore',
    what: 'training that synchronises',
    why: 'a CPU has no kernel for it, whatever the arguments',
  },
  {
    dialect: 'mindspore',
    what: 'tensors in process_groups, or printed in a message',
    why: 'the message holds what NumPy prints',
  },
  {
    dialect: 'mindspore',
    what: 'Initializer objects that are made with arguments; the environment variable RANK_SIZE without a world',
    why: 'a scenario has no way to say it',
  },
];
