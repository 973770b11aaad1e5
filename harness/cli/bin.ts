#!/usr/bin/env node
// Plain syntax up to the import: an older Node must be able to read this file far enough to say what is wrong.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 11)) {
  process.stderr.write(
    `syncbn-oracle: expected Node 24.11 or newer, got ${process.versions.node}.\n` +
      'Start it through npx (npx syncbn-oracle ...), which finds the Node 24 that npm ci installed, or install Node 24.\n',
  );
  process.exitCode = 3;
} else {
  const { leaveQuietly, main } = await import('./main.ts');
  process.stdout.on('error', leaveQuietly);
  await main(process.argv);
}
