/** What the commands act on. */
export interface Actions {
  diagnose(): Promise<void>;
  isolate(): Promise<void>;
  /** A wish that names nothing asks what is to be mended. */
  fix(wish?: unknown): Promise<void>;
  undo(): Promise<void>;
  ignore(): Promise<void>;
  showReport(): Promise<void>;
  showPanel(): Promise<void>;
  exportReport(): Promise<void>;
  reportIssue(): Promise<void>;
  showTree(): Promise<void>;
  restartSidecar(): Promise<void>;
}

/** Every command of the extension; a test compares the ids with the manifest. */
export const commands: Readonly<Record<string, (actions: Actions, sent?: unknown) => Promise<void>>> = {
  'govitals.diagnose': (actions) => actions.diagnose(),
  'govitals.isolate': (actions) => actions.isolate(),
  'govitals.fix': (actions, sent) => actions.fix(sent),
  'govitals.undo': (actions) => actions.undo(),
  'govitals.ignore': (actions) => actions.ignore(),
  'govitals.showReport': (actions) => actions.showReport(),
  'govitals.showPanel': (actions) => actions.showPanel(),
  'govitals.exportReport': (actions) => actions.exportReport(),
  'govitals.reportIssue': (actions) => actions.reportIssue(),
  'govitals.showTree': (actions) => actions.showTree(),
  'govitals.restartSidecar': (actions) => actions.restartSidecar(),
};
