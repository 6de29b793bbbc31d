import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ports, Exporting, type Render } from '../../extension/exporting.js';
import { faceRows, fileName, type LeaveRow, leaveRows, privacyRows, saveFailure, type Way } from '../../extension/exports.js';
import type { RenderParams, Replaced } from '../../extension/protocol.js';
import { plain } from '../../extension/words.js';
import { finding, report } from './reports.js';

/** Line ends, letters beyond ASCII and a token: what an editor or an encoding could change. */
const rendered = '## Go does not work\n\n- `/<home>/größe` 诊断 🩺\n';
const replaced: Replaced[] = [{ kind: 'home', names: 1, places: 3, first: '<home>' }, { kind: 'host', names: 2, places: 2, first: '&lt;host-1&gt;' }];

type Step = 'face' | 'privacy' | 'sure' | 'render' | 'leave' | 'place';

interface Wants {
  face?: string;
  privacy?: string;
  way?: Way;
  /** Where the person cancels. */
  cancels?: Step;
  /** What the disk says to each attempt to write. */
  errors?: (Error | undefined)[];
  /** Buttons the person presses when it failed. */
  answers?: string[];
  opens?: boolean;
}

/** An editor with a person in front of it, and what became of both. */
function stage(wants: Wants) {
  const seen = { steps: [] as string[], asked: [] as RenderParams[], shown: '', rows: [] as readonly LeaveRow[], written: [] as Uint8Array[], copied: [] as string[], urls: [] as string[], told: [] as string[] };
  const errors = [...(wants.errors ?? [])];
  const answers = [...(wants.answers ?? [])];
  const at = (step: Step) => {
    seen.steps.push(step);
    return wants.cancels !== step;
  };
  const ports: Ports<string> = {
    say: plain,
    pick: <Row extends { label: string }>(_title: string, rows: readonly Row[]) => {
      const [first] = rows;
      const chosen = rows.find((row) => Object.values(row).includes(wants.face ?? 'markdown') || Object.values(row).includes(wants.privacy ?? 'share')) ?? first;
      return Promise.resolve(at(first && 'face' in first ? 'face' : first && 'privacy' in first ? 'privacy' : 'face') ? chosen : undefined);
    },
    sure: () => Promise.resolve(at('sure')),
    preview: (_name, text) => {
      // An editor may have line ends of its own: what it shows is what counts.
      seen.shown = text.replaceAll('\n', '\r\n');
      return Promise.resolve(seen.shown);
    },
    leave: (_title, rows) => {
      seen.rows = rows;
      return Promise.resolve(at('leave') ? wants.way : undefined);
    },
    place: (name) => Promise.resolve(at('place') ? `/home/ada/${name}` : undefined),
    write: (_place, bytes) => {
      const error = errors.shift();
      if (error) return Promise.reject(error);
      seen.written.push(bytes);
      return Promise.resolve();
    },
    nameOf: (place) => place,
    copy: (text) => {
      seen.copied.push(text);
      return Promise.resolve();
    },
    open: (url) => {
      seen.urls.push(url);
      return Promise.resolve(wants.opens ?? true);
    },
    told: (text) => { seen.told.push(text); },
    failed: (text) => {
      seen.told.push(text);
      return Promise.resolve(answers.shift());
    },
  };
  const render: Render = (params) => {
    seen.asked.push(params);
    return Promise.resolve(at('render') ? { text: rendered, tier: 'standard', replaced: params.privacy === 'full' ? [] : replaced } : undefined);
  };
  const exporting = new Exporting(ports);
  return { seen, run: () => exporting.export(render, () => '2026-01-02T03:04:05Z'), issue: (found = report()) => exporting.issue(render, found) };
}

const left = ({ written, copied, urls }: { written: unknown[]; copied: unknown[]; urls: unknown[] }) => written.length + copied.length + urls.length;

for (const face of ['markdown', 'html', 'json', 'sarif']) {
  test(`exporting: the bytes of the file are those of the preview, as ${face}`, async () => {
    const { seen, run } = stage({ face, way: 'save' });
    await run();
    assert.deepEqual(seen.asked, [{ format: face, privacy: 'share' }], 'share is what nobody has to ask for');
    assert.equal(seen.written.length, 1);
    assert.deepEqual(Buffer.from(seen.written[0] ?? []), Buffer.from(seen.shown, 'utf8'));
    assert.equal(seen.copied.length, 0);
  });
}

test('exporting: the clipboard gets the text of the preview', async () => {
  const { seen, run } = stage({ way: 'copy' });
  await run();
  assert.deepEqual(seen.copied, [seen.shown]);
  assert.equal(seen.written.length, 0);
});

for (const cancels of ['face', 'privacy', 'sure', 'render', 'leave', 'place'] as const) {
  test(`exporting: cancelled at ${cancels}, nothing leaves`, async () => {
    const { seen, run } = stage({ cancels, privacy: 'full', face: 'html', way: 'save' });
    await run();
    assert.equal(seen.steps.at(-1), cancels, 'nothing is asked any more');
    assert.equal(left(seen), 0);
    assert.deepEqual(seen.told, []);
  });
}

test('exporting: in full only after a choice that is asked about once more', async () => {
  const { seen, run } = stage({ privacy: 'full', face: 'json', way: 'save' });
  await run();
  assert.deepEqual(seen.steps, ['face', 'privacy', 'sure', 'render', 'leave', 'place']);
  assert.deepEqual(seen.asked, [{ format: 'json', privacy: 'full' }]);
  const [safe, ...others] = privacyRows(plain);
  assert.equal(safe?.privacy, 'share', 'the first choice is the careful one');
  assert.match(others.map(({ detail }) => detail).join(), /Your name, this machine/);
});

test('exporting: a file that cannot be written is told in words, and there is another way', async () => {
  const { seen, run } = stage({
    way: 'save',
    errors: [new Error("Unable to write file '/x' (Unknown (FileSystemError): Error: ENOSPC: no space left on device, write)"), new Error('EROFS: read-only file system, open')],
    answers: ['Save Elsewhere…', 'Copy Instead'],
  });
  await run();
  assert.equal(seen.steps.filter((step) => step === 'place').length, 2);
  assert.match(seen.told[0] ?? '', /was not saved as \/home\/ada\/go-vitals-2026-01-02\.md: the disk is full\.$/);
  assert.match(seen.told[1] ?? '', /the place is read-only\.$/);
  assert.deepEqual(seen.copied, [seen.shown]);
});

test('exporting: who has enough of errors is left alone', async () => {
  const { seen, run } = stage({ way: 'save', errors: [new Error('EACCES: permission denied')] });
  await run();
  assert.equal(left(seen), 0);
  assert.equal(seen.told.length, 1);
});

test('exports: errors of the editor and of the system, in words', () => {
  const coded = (code: string) => Object.assign(new Error('whatever'), { code });
  assert.deepEqual(
    [coded('NoPermissions'), coded('FileIsADirectory'), coded('FileNotFound'), new Error('EDQUOT: disk quota exceeded'), new Error('ENOTDIR: x'), 'odd', new Error('odder')].map((e) => saveFailure(e, plain)),
    ['you may not write there', 'there is a folder of that name', 'the folder is not there', 'the disk is full', 'the folder is not there', 'odd', 'odder'],
  );
});

test('exports: a file is named by its day and face, and says if it is not for others', () => {
  assert.deepEqual(faceRows(plain).map(({ face }) => fileName(face, 'share', '2026-01-02T03:04:05Z')), ['go-vitals-2026-01-02.md', 'go-vitals-2026-01-02.html', 'go-vitals-2026-01-02.json', 'go-vitals-2026-01-02.sarif']);
  assert.equal(fileName('json', 'full', '../../etc'), 'go-vitals-full.json');
});

test('exports: the list tells what was hidden, how often and where first, never what', () => {
  const rows = leaveRows(['save', 'copy'], 'share', [...replaced, { kind: 'module', names: 1, places: 1, first: '<module-1>' }], plain);
  assert.deepEqual(rows.map(({ kind }) => kind), ['way', 'way', 'cancel', 'heading', 'replaced', 'replaced', 'replaced', 'note']);
  assert.deepEqual(rows.flatMap((row) => (row.kind === 'replaced' ? [`${row.label} | ${String(row.description)} | ${row.first}`] : [])), [
    '$(eye-closed) 1 home directory | in 3 places, the first is <home> | <home>',
    '$(eye-closed) 2 names of hosts | in 2 places, the first is <host-1> | &lt;host-1&gt;',
    '$(eye-closed) 1 private module | in 1 place, the first is <module-1> | <module-1>',
  ]);
  assert.match(leaveRows(['save'], 'share', [], plain).at(-1)?.label ?? '', /had to be hidden/);
  const full = leaveRows(['save'], 'full', [], plain).at(-1);
  assert.match(full?.label ?? '', /\$\(warning\) Nothing/);
});

const sick = report({
  badge: 'error',
  findings: [finding({ id: 'gopls-crash-loop:/home/zoraida/vault', check: 'gopls-crash-loop', title: 'gopls of zoraida died 5 times', detail: 'in /home/zoraida/vault', subject: '/home/zoraida/vault' })],
});

test('exporting: an issue is prepared in English, shown first, copied, and nothing of it is in the address', async () => {
  const { seen, issue } = stage({ way: 'issue', face: 'none', privacy: 'none' });
  await issue(sick);
  assert.deepEqual(seen.asked, [{ format: 'markdown', privacy: 'share', language: 'en' }]);
  assert.deepEqual(seen.copied, [seen.shown]);
  const [url] = seen.urls;
  assert.match(url ?? '', /^https:\/\/github\.com\/golang\/go\/issues\/new\?title=x%2Ftools%2Fgopls%3A%20gopls%20crash%20loop&body=/);
  for (const word of ['zoraida', 'vault', 'home', 'does not work', 'größe', 'died']) assert.ok(!decodeURIComponent(url ?? '').includes(word), word);
  assert.match(seen.told.join(), /golang\/go; nothing was sent/);
});

for (const cancels of ['face', 'render', 'leave'] as const) {
  test(`exporting: an issue given up at ${cancels} leaves nothing behind`, async () => {
    const { seen, issue } = stage({ cancels, way: 'issue' });
    await issue(sick);
    assert.equal(left(seen), 0);
    assert.deepEqual(seen.told, []);
  });
}

test('exporting: a page that was not opened is told, and the report is on the clipboard all the same', async () => {
  const { seen, issue } = stage({ way: 'issue', opens: false });
  await issue(sick);
  assert.deepEqual(new Set(seen.copied), new Set([seen.shown]));
  assert.match(seen.told.join(), /was not opened/);
});
