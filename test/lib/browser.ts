import { type Browser, chromium } from 'playwright-core';
import { required } from './env.js';

/** The system's Chromium, without a desktop, without its own traffic to the network. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: required('GOVITALS_CHROMIUM'),
    args: [
      '--no-sandbox', // root in a container has no user namespace to build one
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
