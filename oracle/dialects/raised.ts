import type { RaisedError } from '../trace.ts';

export function typeError(message: string): RaisedError {
  return { type: 'TypeError', message };
}

export function valueError(message: string): RaisedError {
  return { type: 'ValueError', message };
}

export function runtimeError(message: string): RaisedError {
  return { type: 'RuntimeError', message };
}
