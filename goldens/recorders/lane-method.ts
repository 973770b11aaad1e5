/** What a lane's recordings are worth as evidence; see docs/golden-format.md. */
export function methodOfLane(lane: string): string {
  if (lane.startsWith('collective')) return 'collective';
  return lane === 'processes' ? 'module' : lane;
}
