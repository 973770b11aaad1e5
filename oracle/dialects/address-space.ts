/** Bytes that no process of today's 64-bit machines can have: an allocation of as many always fails. */
export const addressSpace: bigint = 2n ** 47n;
