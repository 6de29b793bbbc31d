// Loaded before each file of tests: tells with its stack what was thrown outside of every test. Node says of it no more than
// its message, and a failed file whose tests all passed cannot be traced by that.
if (process.env.NODE_TEST_CONTEXT) {
  const tell = (error, origin) => console.error(`${typeof origin === 'string' ? origin : 'unhandledRejection'}: ${error?.stack ?? String(error)}`);
  process.on('unhandledRejection', tell);
  process.on('uncaughtExceptionMonitor', tell);
}
