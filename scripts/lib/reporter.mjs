// Reporter for node:test: prints failures in full, stays silent on success, and appends one line per leaf test to
// the file GOVITALS_RESULTS names (see scripts/test). Without that file it prints every test, for a run by hand.
import { appendFileSync } from 'node:fs';

const results = process.env.GOVITALS_RESULTS;
const part = process.env.PART ?? 'node';

function record(outcome, data) {
  const reason = typeof data.skip === 'string' ? data.skip : '';
  if (!results) return `${outcome}  ${data.name}${reason && ': ' + reason}\n`;
  appendFileSync(results, [outcome, part, data.name, reason].join('\t').replaceAll('\n', ' ') + '\n');
  return '';
}

/** The error of the test itself; node wraps it in one that only says a test failed. */
function describe(data) {
  const error = data.details?.error;
  const cause = error?.cause ?? error;
  // A file that fails while every test of it passed: only how its process ended tells why.
  const end = error?.exitCode == null && error?.signal == null ? '' : ` exit code ${error.exitCode}, signal ${error.signal}`;
  return `--- ${part}: ${data.name} (${data.file ?? ''})${end}\n${cause?.stack ?? String(cause)}\n`;
}

export default async function* reporter(source) {
  let depth = 0;
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message;
      continue;
    }
    // What went wrong outside of every test, such as a promise rejected after its test had ended: node fails the file for
    // it, while every test of it passes, and says why in a diagnostic alone.
    if (type === 'test:diagnostic' && data.message.startsWith('Error: ')) yield `--- ${part}: ${data.message}\n`;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A parent is reported after its children: it is a leaf unless the last result was deeper. The file itself,
    // which node counts as a test where it runs each in a process, is a parent too.
    const parent = data.details?.type === 'suite' || depth > data.nesting;
    depth = data.nesting;
    if (type === 'test:fail') {
      const childFailed = data.details?.error?.failureType === 'subtestsFailed';
      if (!childFailed) yield record('fail', data) + describe(data);
    } else if (!parent) {
      yield record(data.skip === undefined && data.todo === undefined ? 'pass' : 'skip', data);
    }
  }
}
