/** Exit codes of every command. */
export const exitCodes = {
  conforms: 0,
  differs: 1,
  badUsage: 2,
  cannotJudge: 3,
  interrupted: 130,
} as const;
