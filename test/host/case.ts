/** One test inside the extension host. It fails by throwing. */
export interface Case {
  name: string;
  run: () => Promise<void>;
}
