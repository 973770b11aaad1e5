import { beforeAll, describe, expect, it, vi } from 'vitest';
import { planRecording } from '../../generators/plan-recording.ts';
import { fakePython, fakeRecorder, isRunning } from '../testing/fake-recorder.ts';
import type { Chunk } from '../format/scenario-batch.ts';
import { planChunks } from './chunk-plan.ts';
import { RecorderError } from './recorder-error.ts';
import type { RecorderEvent } from './recorder-events.ts';
import type { RecorderRun } from './recorder-process.ts';
import { recorderEvents } from './recorder-process.ts';

let chunks: readonly Chunk[];
beforeAll(() => {
  // More than a pipe holds, so that feeding waits for the reader.
  chunks = planChunks(planRecording('torch', 120, 5, false), 'recorder');
});

type Fake = Pick<RecorderRun, 'python' | 'args'>;

interface Outcome {
  readonly events: readonly RecorderEvent[];
  readonly error: unknown;
}

/** All events of a recorder, and what it threw; `onEvent` hears each as it comes. */
async function listen(
  fake: Fake,
  change: Partial<RecorderRun> = {},
  onEvent: (event: RecorderEvent) => void = () => undefined,
): Promise<Outcome> {
  const run = { ...fake, chunks, silenceSeconds: 60, signal: new AbortController().signal, ...change };
  const events: RecorderEvent[] = [];
  try {
    for await (const event of recorderEvents(run)) {
      events.push(event);
      onEvent(event);
    }
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

function expectError({ error }: Outcome, code: RecorderError['code'], words: string): void {
  expect(error).toBeInstanceOf(RecorderError);
  expect(error).toMatchObject({ code });
  expect(String(error)).toContain(words);
}

/** A shell line that starts a process and tells its id as an event. */
const grandchild = `sleep 1000 &
printf '{"event": "case", "id": "%s", "seconds": 0}\\n' $!`;

async function expectGone({ events }: Outcome): Promise<void> {
  const pids = events.flatMap((event) => (event.event === 'case' ? [Number(event.id)] : []));
  expect(pids).toHaveLength(1);
  for (const pid of pids) await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false));
}

describe('recorderEvents', () => {
  it('yields what a recorder says, which reads all of its input', async () => {
    const fake = await fakeRecorder(`
hello()
size = len(sys.stdin.buffer.read())
emit("case", id="a", seconds=0.5)
emit("failed", id="b", reason=str(size))
emit("chunk", chunk="c", cases=1)
emit("done")
`);
    const { events, error } = await listen(fake);
    expect(error).toBeUndefined();
    const provenance = { python: '3.11.2', threads: 1 };
    expect(events).toEqual([
      { event: 'hello', framework: 'torch', version: '2.13.0', provenance },
      { event: 'case', id: 'a', seconds: 0.5 },
      { event: 'failed', id: 'b', reason: expect.stringMatching(/^\d{6,}$/u) },
      { event: 'chunk', chunk: 'c', cases: 1 },
      { event: 'done' },
    ]);
  });

  it.each([
    ['at once', 'print("ValueError: boom", file=sys.stderr); sys.exit(4)', 0],
    ['mid-way', 'hello(); emit("case", id="a", seconds=1); sys.stdin.buffer.read(10)\nsys.exit("ValueError: boom")', 2],
    ['by a signal', 'hello(); print("boom", file=sys.stderr); sys.stderr.flush(); os.kill(os.getpid(), signal.SIGKILL)', 1],
  ])('tells of a recorder that dies %s, with the end of its stderr', async (_, body, heard) => {
    const outcome = await listen(await fakeRecorder(body));
    expectError(outcome, 'died', 'boom');
    expect(outcome.events).toHaveLength(heard);
  });

  it('tells of a recorder that ends well without being done', async () => {
    expectError(await listen(await fakeRecorder('hello()')), 'died', 'exit code 0');
  });

  it.each([
    ['no JSON', 'print("Welcome to the framework!")'],
    ['no event', 'print(json.dumps({"event": "progress"}))'],
    ['a list', 'print("[1]")'],
    ['an event with a wrong field', 'emit("chunk", chunk="c", cases=-1)'],
    ['control characters', 'print("\\x1b[31mred")'],
  ])('tells of a recorder that prints %s', async (_, body) => {
    const outcome = await listen(
      await fakeRecorder(`hello()\n${body}\nsys.stdout.flush()\nsys.stdin.buffer.read()\nemit("done")`),
    );
    expectError(outcome, 'bad-output', 'Expected an event of the recorder protocol on stdout, got');
    expect(String(outcome.error)).not.toContain('\u001B');
  });

  it('does not wait for the end of one that babbles', async () => {
    const outcome = await listen(await fakePython(`${grandchild}\necho Welcome\nwait`));
    expectError(outcome, 'bad-output', 'Welcome');
    await expectGone(outcome);
  });

  it('ends a recorder that hangs, with what it started', async () => {
    const fake = await fakePython(`${grandchild}\nwait`);
    const outcome = await listen(fake, { silenceSeconds: 2 });
    expectError(outcome, 'hung', 'answer within 2 s, got silence');
    await expectGone(outcome);
  });

  it('ends a recorder when it is stopped, with what it started', async () => {
    const controller = new AbortController();
    const fake = await fakePython(`${grandchild}\nwait`);
    const outcome = await listen(fake, { signal: controller.signal }, () => controller.abort());
    expectError(outcome, 'stopped', 'Stopped');
    await expectGone(outcome);
  });

  it('does not wait for one that ignores being asked', async () => {
    const controller = new AbortController();
    const fake = await fakePython(`trap '' TERM\n${grandchild}\nwhile :; do wait; done`);
    const outcome = await listen(fake, { signal: controller.signal, graceMilliseconds: 20 }, () => controller.abort());
    expectError(outcome, 'stopped', 'Stopped');
    await expectGone(outcome);
  });

  it('calls it stopped, not babble, where the end cuts a line', async () => {
    const controller = new AbortController();
    const fake = await fakePython(`trap 'printf "{\\"event\\": \\"ca"; exit 143' TERM\n${grandchild}\nwait`);
    const outcome = await listen(fake, { signal: controller.signal }, () => controller.abort());
    expectError(outcome, 'stopped', 'Stopped');
    await expectGone(outcome);
  });

  it('does not start where it was stopped before', async () => {
    const outcome = await listen(await fakePython('exec sleep 1000'), { signal: AbortSignal.abort() });
    expectError(outcome, 'stopped', 'Stopped');
  });

  it('ends a recorder that nobody listens to any more', async () => {
    const fake = await fakePython(`${grandchild}\nwait`);
    const heard: RecorderEvent[] = [];
    const run = { ...fake, chunks, silenceSeconds: 60, signal: new AbortController().signal };
    for await (const event of recorderEvents(run)) {
      heard.push(event);
      break;
    }
    await expectGone({ events: heard, error: undefined });
  });

  it('passes on what the listener throws', async () => {
    const fake = await fakePython(`${grandchild}\nwait`);
    const outcome = await listen(fake, {}, () => {
      throw new RangeError('from the listener');
    });
    expect(outcome.error).toBeInstanceOf(RangeError);
    await expectGone(outcome);
  });

  it('tells where no Python is', async () => {
    expectError(await listen({ python: '/nonexistent/python', args: [] }), 'no-python', '/nonexistent/python');
    expectError(await listen({ python: '/tmp', args: [] }), 'no-python', 'EACCES');
  });

  it('tells where Python lacks the framework', async () => {
    const outcome = await listen(await fakeRecorder('import no_such_framework.nn'));
    expectError(outcome, 'no-framework', 'the package no_such_framework');
  });
});
