/** Listens for Ctrl-C: the first asks to stop in order, the second ends the process at once. */
export interface Interrupt {
  readonly isRequested: () => boolean;
  readonly signal: AbortSignal;
  readonly dispose: () => void;
}

export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const listen = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', listen);
  process.on('SIGTERM', listen);
  return {
    isRequested: () => controller.signal.aborted,
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', listen);
      process.off('SIGTERM', listen);
    },
  };
}
