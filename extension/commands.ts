/** What the commands act on. */
export interface Actions {
  diagnose(): Promise<void>;
  isolate(): Promise<void>;
  ignore(): Promise<void>;
  showReport(): Promise<void>;
  restartSidecar(): Promise<void>;
}

/** Every command of the extension; a test compares the ids with the manifest. */
export const commands: Readonly<Record<string, (actions: Actions) => Promise<void>>> = {
  'govitals.diagnose': (actions) => actions.diagnose(),
  'govitals.isolate': (actions) => actions.isolate(),
  'govitals.ignore': (actions) => actions.ignore(),
  'govitals.showReport': (actions) => actions.showReport(),
  'govitals.restartSidecar': (actions) => actions.restartSidecar(),
};
