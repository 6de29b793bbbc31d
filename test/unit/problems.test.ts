import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../extension/problems.js';
import { evidence, finding, report } from './reports.js';

const place = { folders: ['/code/app', 'C:\\code\\app'], workspaceFile: '/home/me/app.code-workspace' };

const files: { file: string; shown: boolean }[] = [
  { file: '/code/app/.vscode/settings.json', shown: true },
  { file: 'C:\\code\\app\\.vscode\\settings.json', shown: true },
  { file: '/code/app/go.mod', shown: true },
  { file: '/code/app/sub/go.mod', shown: true },
  { file: '/code/app/go.work', shown: true },
  { file: '/home/me/app.code-workspace', shown: true },
  { file: '/home/me/other.code-workspace', shown: false },
  { file: '/home/me/.config/Code/User/settings.json', shown: false },
  { file: '/code/app/settings.json', shown: false },
  { file: '/code/application/go.mod', shown: false },
  { file: '/code/go.work', shown: false },
  { file: '/code/app/main.go', shown: false },
  { file: '', shown: false },
];

for (const { file, shown } of files) {
  test(`problems: ${file || 'no file'} ${shown ? 'has' : 'has no'} place in the view`, () => {
    const found = problemsOf(report({ findings: [finding({ evidence: [evidence({ file, line: 2 })] })] }), place);
    assert.deepEqual(found.map((problem) => problem.file), shown ? [file] : []);
  });
}

const ranges = [
  { name: 'line and column', line: 3, column: 5, want: { line: 2, column: 4 } },
  { name: 'a line alone', line: 3, column: 0, want: { line: 2, column: undefined } },
  { name: 'neither', line: 0, column: 0, want: { line: 0, column: undefined } },
  { name: 'a column without a line, which is no place', line: 0, column: 7, want: { line: 0, column: undefined } },
];

for (const { name, line, column, want } of ranges) {
  test(`problems: ${name}`, () => {
    const source = { file: '/code/app/go.mod', line, column };
    const [found] = problemsOf(report({ findings: [finding({ evidence: [evidence(source)] })] }), place);
    assert.deepEqual({ line: found?.line, column: found?.column }, want);
  });
}

test('problems: title, consequence, check and page; further evidence is related', () => {
  const evidences = [
    evidence({ name: 'GOROOT', kind: 'environment' }),
    evidence({ file: '/code/app/go.mod', line: 2 }),
    evidence({ file: '/code/app/go.work', line: 4 }, { what: 'the go line' }),
  ];
  const [found] = problemsOf(report({ findings: [finding({ evidence: evidences })] }), place);
  assert.equal(found?.message, 'GOROOT is not a Go release. Nothing that needs Go can run.');
  assert.equal(found.check, 'goroot-invalid');
  assert.equal(found.docUrl, 'https://example.com/goroot-invalid.md');
  assert.deepEqual(found.related, [{ file: '/code/app/go.work', line: 3, message: 'the go line' }]);
  assert.equal(found.finding.id, 'goroot-invalid', 'what a code action mends');
});

test('problems: consequences and what the baseline knows are left out', () => {
  const inMod = [evidence({ file: '/code/app/go.mod', line: 1 })];
  const findings = [
    finding({ evidence: inMod }),
    finding({ id: 'follows', because: 'goroot-invalid', evidence: inMod }),
    finding({ id: 'old', known: true, evidence: inMod }),
  ];
  assert.deepEqual(problemsOf(report({ findings }), place).map(({ check }) => check), ['goroot-invalid']);
});
