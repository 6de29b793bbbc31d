import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EditorAnswer, EditorQuestion, Question } from '../../extension/protocol.js';
import { Questions } from '../../extension/questions.js';
import { question } from './questions.js';

const never = () => new Promise<never>(() => undefined);
const uri = (text: string) => ({ toString: () => text });
const start = { line: 1, character: 2 };
const range = { start, end: { line: 1, character: 9 } };
const place = { uri: 'file:///go/print.go', line: 1, character: 2 };

/** The answer to one question when the editor's command gives this. */
async function answer(kind: Question, value: unknown, name = 'Println'): Promise<Partial<EditorAnswer>> {
  const asked = question({ question: kind, name });
  const { answers } = await new Questions(() => Promise.resolve(value), () => 0).ask([asked]);
  const [got] = answers;
  assert.ok(got);
  const { count, places, names } = got;
  assert.deepEqual({ ...got, count, places, names }, { ...asked, count, places, names, tookMs: 0 }, 'the question comes back with it');
  return { count, ...(places && { places }), ...(names && { names }) };
}

const cases: { name: string; kind: Question; value: unknown; want: Partial<EditorAnswer> }[] = [
  { name: 'hovers with a text count, in every form a content may have', kind: 'hover',
    value: [{ contents: ['a'] }, { contents: [{ value: 'b' }] }, { contents: [{ language: 'go', value: 'c' }] }], want: { count: 3 } },
  { name: 'a hover without a text is none', kind: 'hover', value: [{ contents: [] }, { contents: [{ value: ' \n' }] }, { contents: [''] }], want: { count: 0 } },
  { name: 'no hover at all', kind: 'hover', value: undefined, want: { count: 0 } },
  { name: 'a location', kind: 'definition', value: [{ uri: uri('file:///go/print.go'), range }], want: { count: 1, places: [place] } },
  { name: 'a link: where the cursor jumps to', kind: 'definition',
    value: [{ targetUri: uri('file:///go/print.go'), targetRange: { start: { line: 0, character: 0 } }, targetSelectionRange: range }],
    want: { count: 1, places: [place] } },
  { name: 'a link without a selection', kind: 'type-definition', value: [{ targetUri: uri('file:///go/print.go'), targetRange: range }],
    want: { count: 1, places: [place] } },
  { name: 'no place', kind: 'definition', value: [], want: { count: 0, places: [] } },
  { name: 'what is no place is none', kind: 'definition', value: [null, 'x', { uri: uri('file:///x') }], want: { count: 0, places: [] } },
  { name: 'suggestions, their labels in both forms', kind: 'completion',
    value: { items: [{ label: 'Print', kind: 2 }, { label: { label: 'Println' }, kind: 2 }] }, want: { count: 2, names: ['Println', 'Print'] } },
  { name: 'words of the document are not suggestions of a server', kind: 'completion',
    value: { items: [{ label: 'Println', kind: 0 }] }, want: { count: 0, names: [] } },
  { name: 'symbols of the document', kind: 'document-symbols', value: [{ name: 'main' }, { name: 'line' }], want: { count: 2, names: ['main', 'line'] } },
  { name: 'symbols of the workspace', kind: 'workspace-symbol', value: [{ name: 'a' }, { name: 'fmt.Println' }],
    want: { count: 2, names: ['fmt.Println', 'a'] } },
  { name: 'nothing where symbols are expected', kind: 'workspace-symbol', value: null, want: { count: 0, names: [] } },
];
for (const { name, kind, value, want } of cases) {
  test(`questions: ${kind}: ${name}`, async () => {
    assert.deepEqual(await answer(kind, value), want);
  });
}

test('questions: of very many names the asked one is kept', async () => {
  const items = Array.from({ length: 500 }, (_, i) => ({ label: i === 499 ? 'Println' : `x${String(i)}`, kind: 2 }));
  const { count, names } = await answer('completion', { items });
  assert.deepEqual([count, names?.length, names?.[0]], [500, 200, 'Println']);
});

test('questions: an error is an answer with its words', async () => {
  const { answers } = await new Questions(() => Promise.reject(new Error('no package metadata')), () => 0).ask([question()]);
  assert.deepEqual(answers, [{ ...question(), count: 0, error: 'no package metadata', tookMs: 0 }]);
});

test('questions: what cannot be put any more is no answer of the server', async () => {
  const closed = question({ file: '/w/closed.go' });
  const { answers, unasked } = await new Questions(({ file }) => (file === closed.file ? undefined : Promise.resolve([])), () => 0).ask([closed, question()]);
  assert.deepEqual(answers.map(({ file }) => file), ['/w/main.go']);
  assert.match(unasked ?? '', /^1 of 2 questions were not put/);
});

test('questions: answers come in the order asked, and few questions are open at a time', async () => {
  const list = Array.from({ length: 9 }, (_, line) => question({ line }));
  let open = 0;
  let widest = 0;
  const put = async ({ line }: EditorQuestion) => {
    widest = Math.max(widest, ++open);
    for (let i = 0; i < 10 - line; i++) await Promise.resolve();
    open--;
    return [];
  };
  const { answers } = await new Questions(put, () => 0).ask(list);
  assert.deepEqual(answers.map(({ line }) => line), list.map(({ line }) => line));
  assert.equal(widest, 3);
});

/** Lets everything happen that waits for no timer. */
async function settled(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve();
}

test('questions: a silent provider costs five seconds, all together ten, and none is asked twice while it is silent', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const put: number[] = [];
  const questions = new Questions(({ line }) => {
    put.push(line);
    return never();
  }, () => Date.now());
  const list = Array.from({ length: 9 }, (_, line) => question({ line }));
  const look = async () => {
    const asked = questions.ask(list);
    for (const wait of [5_000, 5_000]) {
      await settled();
      t.mock.timers.tick(wait);
    }
    return asked;
  };
  const first = await look();
  assert.deepEqual(first.answers.map(({ line, timedOut, tookMs }) => [line, timedOut, tookMs]), [0, 1, 2, 3, 4, 5].map((line) => [line, true, 5_000]));
  assert.match(first.unasked ?? '', /^3 of 9 questions were not put/);
  assert.deepEqual(put, [0, 1, 2, 3, 4, 5]);
  await look();
  assert.deepEqual(put, [0, 1, 2, 3, 4, 5], 'what is pending is waited for');
  questions.forget();
  await look();
  assert.equal(put.length, 12, 'a new server is asked anew');
});
