import type { EditorSetting, Scope } from './protocol.js';

/** What WorkspaceConfiguration.inspect() answers, with the two members that only a window on a remote machine has. */
export interface Inspected {
  defaultValue?: unknown;
  globalValue?: unknown;
  globalLocalValue?: unknown;
  globalRemoteValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
  globalLanguageValue?: unknown;
  workspaceLanguageValue?: unknown;
  workspaceFolderLanguageValue?: unknown;
}

/** Asks for one key as it stands for a folder; undefined asks for the window. */
export type Inspect = (key: string, folder: string | undefined) => Inspected | undefined;

export interface SettingsQuestion {
  inspect: Inspect;
  keys: readonly string[];
  folders: readonly string[];
  /** The window has a .code-workspace file; without one the only folder is the workspace and has no level of its own. */
  workspaceFile: boolean;
  /** Defaults as the extension that owns the keys declares them. */
  declared: ReadonlyMap<string, unknown>;
}

/**
 * Keys outside go.* that change what Go does, as far as anybody may know them, and those of golang.go that matter even
 * where it is not installed to name them.
 */
export const knownKeys: readonly string[] = [
  'gopls',
  'http.proxy',
  'http.proxySupport',
  'editor.multiCursorModifier',
  'editor.gotoLocation.multipleDefinitions',
  'editor.gotoLocation.alternativeDefinitionCommand',
  'files.watcherExclude',
  // A Rust project in the window: without these nobody can tell what was switched off on purpose.
  'rust-analyzer.cargo.sysroot',
  'rust-analyzer.cargo.sysrootSrc',
  'rust-analyzer.cargo.extraEnv',
  'rust-analyzer.server.extraEnv',
  ...[
    'goroot', 'gopath', 'toolsGopath', 'inferGopath', 'toolsEnvVars', 'alternateTools', 'terminal.activateEnvironment',
    'toolsManagement.go', 'toolsManagement.checkForUpdates', 'toolsManagement.autoUpdate', 'useLanguageServer',
    'languageServerFlags', 'languageServerExperimentalFeatures', 'trace.server', 'diagnostic.vulncheck', 'buildFlags',
    'buildTags', 'buildOnSave', 'lintOnSave', 'lintTool', 'lintFlags', 'vetOnSave', 'vetFlags', 'formatTool',
    'formatFlags', 'testFlags', 'testEnvVars', 'testEnvFile', 'testTags', 'delveConfig',
  ].map((key) => `go.${key}`),
];

const mostUnknown = 200;

/** Keys below a section that stand in some settings file although nobody declares them: misspelt, removed, or never there. */
export function undeclaredKeys(section: string, value: unknown, declared: ReadonlyMap<string, unknown>): string[] {
  const out: string[] = [];
  const walk = (prefix: string, inside: unknown) => {
    if (typeof inside !== 'object' || inside === null || Array.isArray(inside)) {
      if (out.length < mostUnknown) out.push(prefix);
      return;
    }
    for (const [name, member] of Object.entries(inside)) {
      const key = `${prefix}.${name}`;
      if (!declared.has(key)) walk(key, member);
    }
  };
  walk(section, value);
  return out.filter((key) => key !== section);
}

/** Every value that somebody set, by level, as it stands there. */
export function settingsOf({ inspect, keys, folders, workspaceFile, declared }: SettingsQuestion): EditorSetting[] {
  const out: EditorSetting[] = [];
  for (const key of new Set(keys)) {
    const add = (scope: Scope, value: unknown, folder?: string) => {
      if (value !== undefined) out.push({ key, scope, value, ...(folder === undefined ? {} : { folder }) });
    };
    const window = inspect(key, undefined);
    if (!window) continue;
    // Another extension may give a key of golang.go another default, which then counts as if somebody had set it.
    if (declared.has(key) && !same(window.defaultValue, declared.get(key))) add('default', window.defaultValue);
    for (const [scope, value] of globals(window)) add(scope, value);
    add('workspace', window.workspaceValue);
    add('language', window.globalLanguageValue ?? window.workspaceLanguageValue);
    for (const folder of folders) {
      const own = inspect(key, folder);
      if (workspaceFile) add('folder', own?.workspaceFolderValue, folder);
      else if (window.workspaceValue === undefined) add('workspace', own?.workspaceFolderValue);
    }
  }
  return out;
}

/** The user's settings; in a window on a remote machine those of the user and those of that machine. */
function globals(value: Inspected): [Scope, unknown][] {
  if (value.globalLocalValue === undefined && value.globalRemoteValue === undefined) return [['user', value.globalValue]];
  return [
    ['user', value.globalLocalValue],
    ['remote', value.globalRemoteValue],
  ];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** Keys below `go.` and their defaults, from the manifest of the extension that owns them. Any shape is survived. */
export function declaredKeys(manifest: unknown): Map<string, unknown> {
  const out = new Map<string, unknown>();
  const { configuration } = field(field(manifest, 'contributes'), '') as { configuration?: unknown };
  for (const part of Array.isArray(configuration) ? (configuration as unknown[]) : [configuration]) {
    for (const [key, property] of Object.entries(field(part, 'properties'))) {
      if (key.startsWith('go.')) out.set(key, (field(property, '') as { default?: unknown }).default);
    }
  }
  return out;
}

/** A member that is an object, or an empty one; the empty name is the value itself. */
function field(value: unknown, name: string): Record<string, unknown> {
  const inner = name === '' ? value : field(value, '')[name];
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
}
