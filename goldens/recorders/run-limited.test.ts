import { describe, expect, it, vi } from 'vitest';
import { isRunning } from '../testing/fake-recorder.ts';
import { lastLines, runLimited } from './run-limited.ts';

const shell = (script: string, timeout = 0, grace = 5000): ReturnType<typeof runLimited> =>
  runLimited('sh', ['-c', script], timeout, grace);

async function firstLine(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) return line;
  throw new Error('Expected a line, got none.');
}

const gone = (pid: string): Promise<void> => vi.waitFor(async () => expect(await isRunning(Number(pid))).toBe(false));

describe('runLimited', () => {
  it('says how a process ended', async () => {
    expect(await shell('echo oops >&2; exit 3').ended).toMatchObject({ exitCode: 3, stderr: 'oops', timedOut: false });
    expect(await shell('kill -KILL $$').ended).toMatchObject({ exitCode: undefined, signal: 'SIGKILL' });
    expect(await runLimited('/nonexistent/python', [], 0).ended).toMatchObject({ exitCode: undefined, code: 'ENOENT' });
    expect(await runLimited('/', [], 0).ended).toMatchObject({ exitCode: undefined, code: 'EACCES' });
  });

  it('hands arguments over as they are', async () => {
    const hostile = ['$(touch /tmp/never)', "it's", 'a b', '*', ''];
    const lines: string[] = [];
    for await (const line of runLimited('printf', ['%s\n', ...hostile], 0).lines()) lines.push(line);
    expect(lines).toEqual(hostile);
  });

  it('ends a process that takes too long, with what it started', async () => {
    const { lines, ended } = shell('sleep 1000 & echo $!; wait', 300);
    const pid = await firstLine(lines());
    expect(await ended).toMatchObject({ timedOut: true });
    await gone(pid);
  });

  it('ends the whole group when asked', async () => {
    const { lines, ended, kill } = shell('sleep 1000 & echo $!; wait');
    const reading = lines()[Symbol.asyncIterator]();
    const pid = String((await reading.next()).value);
    expect(await isRunning(Number(pid))).toBe(true);
    kill();
    expect(await ended).toMatchObject({ signal: 'SIGTERM' });
    await gone(pid);
  });

  it('forces a group that does not want to end', async () => {
    const { lines, ended, kill } = shell("trap '' TERM; sleep 1000 & echo $!; wait; sleep 1000", 0, 50);
    const reading = lines()[Symbol.asyncIterator]();
    const pid = String((await reading.next()).value);
    kill();
    expect(await ended).toMatchObject({ signal: 'SIGKILL' });
    await gone(pid);
  });

  it('takes what a process leaves behind', async () => {
    const { lines, ended } = shell('sleep 1000 >/dev/null 2>&1 & echo $!');
    const reading = lines()[Symbol.asyncIterator]();
    const pid = String((await reading.next()).value);
    expect(await ended).toMatchObject({ exitCode: 0 });
    await gone(pid);
  });
});

describe('lastLines', () => {
  it('leaves the end', () => {
    expect(lastLines('a\nb\nc\n', 2)).toBe('b\nc');
    expect(lastLines(' \n')).toBe('(nothing on stderr)');
  });
});
