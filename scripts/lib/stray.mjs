// Loaded before each file of tests: tells with its stack what was thrown outside of every test. Node says of it no more than
// its message, and a failed file whose tests all passed cannot be traced by that.
const tell = (origin, error) => console.error(`${origin}: ${error?.stack ?? String(error)}`);

// The runner loads this as well; there a listener would hide what it dies of.
if (process.env.NODE_TEST_CONTEXT) {
  process.on('unhandledRejection', (error) => tell('unhandledRejection', error));
  process.on('uncaughtExceptionMonitor', (error, origin) => tell(origin, error));
}
