import { describe, expect, it } from 'vitest';
import { RecorderError } from './recorder-error.ts';
import { parseEvent, provenanceText } from './recorder-events.ts';

describe('parseEvent', () => {
  it('takes fields it does not know', () => {
    expect(parseEvent('{"event": "done", "seconds": 3}')).toEqual({ event: 'done' });
  });

  it.each([
    '',
    'null',
    '[]',
    '"done"',
    '{}',
    '{"event": "unknown"}',
    '{"event": "case", "id": 1, "seconds": 0}',
    '{"event": "case"}',
  ])('refuses %s', (line) => {
    expect(() => parseEvent(line)).toThrow(RecorderError);
  });

  it('quotes no more of a line than a screen holds', () => {
    expect(() => parseEvent('x'.repeat(1e6))).toThrow(/^.{1,400}$/u);
  });
});

describe('provenanceText', () => {
  it('is text by name, with packages in a line', () => {
    const packages = { numpy: '1.26.4', torch: '2.13.0' };
    expect(provenanceText({ python: '3.11.2', threads: 1, avx: true, build: null, packages })).toEqual({
      python: '3.11.2',
      threads: '1',
      avx: 'true',
      build: 'null',
      packages: 'numpy 1.26.4, torch 2.13.0',
    });
  });
});
