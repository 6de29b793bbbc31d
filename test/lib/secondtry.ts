/** Tells that a test failed and is tried again. scripts/test shows the first line of it where the test passes in the end. */
export function tellSecondTry(name: string, why: string): void {
  console.error(`flaky unless it fails again: ${name}: ${why}`);
}
