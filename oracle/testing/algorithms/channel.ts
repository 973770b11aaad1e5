/** One channel of one rank. */
export interface ChannelRank {
  readonly x: readonly number[];
  readonly gradY: readonly number[];
}

export interface ChannelParameters {
  readonly weight: number;
  readonly bias: number;
  readonly epsilon: number;
  /** Weight of the new statistic. */
  readonly factor: number;
  readonly runningMean: number;
  readonly runningVar: number;
}

/** What a step makes of a channel; lists have one entry a rank. */
export interface ChannelAnswer {
  readonly y: readonly (readonly number[])[];
  readonly gradX: readonly (readonly number[])[];
  readonly gradWeight: readonly number[];
  readonly gradBias: readonly number[];
  readonly runningMean: number;
  readonly runningVar: number;
}
