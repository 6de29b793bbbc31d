import { rmSync } from 'node:fs';

/** Removes a directory of a test. One that could not be removed is no fault of the product: it is only told. */
export function removeTree(dir: string): void {
  try {
    // A program that was just ended may still have a file there.
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch (error) {
    console.error(`left behind: ${String(error)}`);
  }
}

/** Ends everything, what began last first, also after one end failed: that is only told, since every test has its result. */
export async function endAll(ends: (() => Promise<void> | void)[]): Promise<void> {
  for (const end of ends.splice(0).reverse()) {
    try {
      await end();
    } catch (error) {
      console.error(`while clearing up after the tests: ${String(error)}`);
    }
  }
}
