/** Does something under other environment variables, which native code sees as well, and puts the old ones back. */
export async function withEnvironment<T>(changes: Readonly<Record<string, string>>, action: () => Promise<T>): Promise<T> {
  const before = Object.keys(changes).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, changes);
  try {
    return await action();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
