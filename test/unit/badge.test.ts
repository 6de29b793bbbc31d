import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BadgeView, tooltipCommands, view, type Vitals } from '../../extension/badge.js';
import { plain } from '../../extension/words.js';
import { changed, check, evidence, finding, report } from './reports.js';

const idle: Vitals = {
  hasGo: true, checking: false, automatic: true, trusted: true, report: undefined, down: undefined, failure: undefined,
};
const draw = (parts: Partial<Vitals>) => view({ ...idle, ...parts }, plain);
const fromSettings = evidence({ name: 'go.goroot', scope: 'workspace', file: '/code/app/.vscode/settings.json', line: 3 });

const states: { name: string; vitals: Partial<Vitals>; want: Partial<BadgeView> }[] = [
  {
    name: 'no Go in the window',
    vitals: { hasGo: false },
    want: { visible: false },
  },
  {
    name: 'before the first report',
    vitals: { checking: true },
    want: { visible: true, text: '$(sync~spin) Go', label: 'Go Vitals: checking', background: undefined },
  },
  {
    name: 'before the first report, when the user wants no automatic checks',
    vitals: { automatic: false },
    want: { text: '$(pulse) Go', label: 'Go Vitals: not checked, automatic checks are off', background: undefined },
  },
  {
    name: 'the files are fine and the pulse is being taken',
    vitals: { checking: true, report: report({ tier: 'fast', badge: 'checking' }) },
    want: { text: '$(sync~spin) Go', label: 'Go Vitals: checking' },
  },
  {
    name: 'everything is done and nobody took the pulse',
    vitals: { report: report({ badge: 'checking' }) },
    want: { text: '$(question) Go', label: 'Go Vitals: inconclusive, whether Go works was not tried' },
  },
  {
    name: 'the language server loads',
    vitals: { report: report({ badge: 'loading' }) },
    want: { text: '$(loading~spin) Go: loading', label: 'Go Vitals: the language server is still loading', background: undefined },
  },
  {
    name: 'healthy is small',
    vitals: { report: report() },
    want: { text: '$(check) Go', label: 'Go Vitals: healthy', background: undefined },
  },
  {
    name: 'advice is plain',
    vitals: { report: report({ badge: 'advice', findings: [finding({ severity: 'info', title: 'Go 1.27 is out' })] }) },
    want: { text: '$(info) Go', label: 'Go Vitals: 1 hint, Go 1.27 is out', background: undefined },
  },
  {
    name: 'warnings',
    vitals: {
      report: report({
        badge: 'warning',
        findings: [finding({ id: 'a', severity: 'warning', title: 'A' }), finding({ id: 'b', severity: 'warning', title: 'B' })],
      }),
    },
    want: { text: '$(warning) Go: 2 warnings', label: 'Go Vitals: 2 warnings, A', background: 'warning' },
  },
  {
    name: 'an error counts its consequences not, and outranks warnings',
    vitals: {
      report: report({
        badge: 'error',
        findings: [
          finding({ id: 'w', severity: 'warning', title: 'W' }),
          finding(),
          finding({ id: 'gopls-load-failed', title: 'gopls cannot load', because: 'goroot-invalid' }),
        ],
      }),
    },
    want: { text: '$(error) Go: 1 error', label: 'Go Vitals: 1 error, GOROOT is not a Go release', background: 'error' },
  },
  {
    name: 'inconclusive names the number of checks that matter',
    vitals: {
      report: report({
        badge: 'inconclusive',
        checks: [
          check({ id: 'go-hangs', state: 'inconclusive', reason: 'go did not answer within 5 s' }),
          check({ id: 'trivia', state: 'inconclusive', severity: 'info' }),
        ],
      }),
    },
    want: { text: '$(question) Go', label: 'Go Vitals: inconclusive, 1 check could not be made', background: undefined },
  },
  {
    name: 'a known verdict stays while the next is made',
    vitals: { checking: true, report: report({ badge: 'error', findings: [finding()] }) },
    want: { text: '$(sync~spin) Go: 1 error', label: 'Go Vitals: 1 error, GOROOT is not a Go release', background: 'error' },
  },
  {
    name: 'a dead sidecar is never hidden behind the last report',
    vitals: { report: report(), down: 'it was ended by SIGKILL' },
    want: {
      text: '$(debug-disconnect) Go: sidecar down',
      label: 'Go Vitals: sidecar down, it was ended by SIGKILL',
      background: 'warning',
      command: 'govitals.restartSidecar',
    },
  },
  {
    name: 'a diagnosis that failed is no health',
    vitals: { report: report(), failure: 'no answer' },
    want: { text: '$(question) Go: not checked', label: 'Go Vitals: no diagnosis, no answer', background: undefined },
  },
  {
    name: 'a server that died and of which the last report says nothing',
    vitals: { report: report(), happened: changed('ended') },
    want: { text: '$(warning) Go: gopls died (2 of 5)', label: 'Go Vitals: gopls died (2 of 5), SIGKILL', background: undefined },
  },
  {
    name: 'a death is told while it is looked into, and takes no colour away',
    vitals: { checking: true, report: report({ badge: 'error', findings: [finding()] }), happened: changed('ended') },
    want: { text: '$(sync~spin) Go: gopls died (2 of 5)', background: 'error', command: 'govitals.diagnose' },
  },
  {
    name: 'the last death',
    vitals: { report: report(), happened: changed('ended', { crashes: 5, givenUp: true }) },
    want: { text: '$(error) Go: gopls is dead, restart it', background: 'error' },
  },
  {
    name: 'what calls for a diagnosis alone leaves the verdict',
    vitals: { report: report(), happened: changed('started', { crashes: 0 }) },
    want: { text: '$(check) Go', label: 'Go Vitals: healthy' },
  },
  {
    name: 'a sidecar that is down says nothing of gopls',
    vitals: { report: report(), happened: changed('ended'), down: 'it was ended' },
    want: { text: '$(debug-disconnect) Go: sidecar down' },
  },
  {
    name: 'restricted mode',
    vitals: { trusted: false, report: report({ badge: 'checking' }) },
    want: {
      label: 'Go Vitals: inconclusive, whether Go works was not tried, restricted mode: nothing of this folder was run',
    },
  },
];

for (const { name, vitals, want } of states) {
  test(`badge: ${name}`, () => {
    const got = draw(vitals);
    assert.deepEqual({ ...got, ...want }, got);
  });
}

test('badge: every command it leads to is one that its tooltip may run', () => {
  for (const { vitals } of states) {
    const { command, tooltip } = draw(vitals);
    assert.ok(tooltipCommands.includes(command));
    const links = [...tooltip.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id);
    assert.ok(links.length > 0);
    for (const link of links) assert.ok((tooltipCommands as readonly unknown[]).includes(link), link);
  }
});

test('badge: the tooltip says what is wrong and who set it, five findings at most', () => {
  const findings = [1, 2, 3, 4, 5, 6, 7].map((n) =>
    finding({ id: String(n), title: `Problem ${String(n)}`, evidence: [fromSettings] }),
  );
  const { tooltip } = draw({ report: report({ badge: 'error', findings }) });
  assert.match(tooltip, /Problem 5 \(go\.goroot, workspace settings, settings\.json:3\)/);
  assert.doesNotMatch(tooltip, /Problem 6/);
  assert.match(tooltip, /2 more/);
});

test('badge: names from outside cannot become links or icons in the tooltip', () => {
  const title = '[run](command:evil) $(trash) <img src=x>\n- item';
  const { tooltip } = draw({ report: report({ badge: 'error', findings: [finding({ title })] }) });
  assert.ok(!tooltip.includes('](command:evil)'), tooltip);
  assert.ok(!tooltip.includes('$(trash)'), tooltip);
  assert.doesNotMatch(tooltip, /(?<!\\)</);
  assert.ok(!/^- item/m.test(tooltip), tooltip);
});

test('badge: the tooltip says what could not be checked and what restricted mode left out', () => {
  const checks = ['go-hangs', 'go-noisy'].map((id) => check({ id, state: 'inconclusive', reason: 'no answer' }));
  const { tooltip } = draw({ trusted: false, report: report({ badge: 'inconclusive', checks }) });
  assert.match(tooltip, /- go\\-hangs, go\\-noisy: no answer/);
  assert.match(tooltip, /Restricted Mode/);
});

test('badge: after a death the tooltip says what gopls said, and nothing that was true before', () => {
  const words = 'panic: runtime error: `index` [out of range](command:evil)';
  const { tooltip } = draw({ report: report(), happened: changed('ended', { words }) });
  assert.match(tooltip, /gopls died \\\(2 of 5\\\), SIGKILL/);
  assert.match(tooltip, /panic: runtime error/);
  assert.ok(!tooltip.includes('](command:evil)'), tooltip);
  assert.doesNotMatch(tooltip, /go 1\.26\.8 answers/);
});
