// Runs the *.test.ts files of one folder with Node's own test runner: bundles each (Node 20 reads no TypeScript),
// then starts `node --test` with the reporter beside this file.
//   node scripts/lib/tstest.mjs DIR [file…]
import { spawn } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..', '..');
const [dir, ...only] = process.argv.slice(2);
if (!dir) {
  console.error('usage: tstest.mjs DIR [file…]');
  process.exit(2);
}

// Inside node_modules, so that a bundle finds the packages it leaves out, and never in the checkout.
const out = path.join(root, 'node_modules', '.cache', 'govitals', dir);
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const found = await readdir(path.join(root, dir));
const files = found.filter((f) => f.endsWith('.test.ts') && (only.length === 0 || only.includes(f)));
if (files.length === 0) {
  console.log(`${dir}: no *.test.ts`);
  process.exit(1);
}

const options = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  external: ['vscode', 'playwright-core', 'esbuild', 'html-validate', 'typescript', '@duckdb/node-api'],
  logLevel: 'warning',
  outExtension: { '.js': '.cjs' },
};
await build({ ...options, entryPoints: files.map((f) => path.join(root, dir, f)), outdir: out });
if (found.includes('index.ts')) {
  // What runs inside the extension host: loaded by VS Code, not by the test runner.
  await build({ ...options, entryPoints: [path.join(root, dir, 'index.ts')], outdir: out });
}

const args = [
  '--enable-source-maps',
  `--import=${new URL('stray.mjs', import.meta.url).href}`,
  '--test',
  // The last resort against a file that hangs; tests have deadlines of their own.
  '--test-timeout=1200000',
  `--test-reporter=${new URL('reporter.mjs', import.meta.url).href}`,
  '--test-reporter-destination=stdout',
  ...files.map((f) => path.join(out, f.replace(/\.ts$/, '.cjs'))),
];
// The runner passes its own marker on: without this a test that starts `node --test` would run nothing.
const env = { ...process.env, GOVITALS_ROOT: root, GOVITALS_BUNDLES: out };
delete env.NODE_TEST_CONTEXT;
const child = spawn(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env,
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
