/** Names Node gives every module; named here to spare a dependency on a package that lists them. */
const names = [
  'AbortController',
  'AbortSignal',
  'Buffer',
  'URL',
  'clearInterval',
  'clearTimeout',
  'console',
  'fetch',
  'process',
  'setImmediate',
  'setInterval',
  'setTimeout',
];

export default Object.fromEntries(names.map((name) => [name, 'readonly']));
