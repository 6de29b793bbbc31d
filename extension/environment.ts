/** A copy of the environment of the extension host, which all extensions share and some write to. */
export function environment(): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) out[name] = value;
  return out;
}

/**
 * The sidecar's own environment; the editor's travels as data. It must not fall ill with what it diagnoses, so the
 * variables that steer the run time of Go programs stay out, as do those that make Electron behave as Node.
 */
export function sidecarEnvironment(environment: Record<string, string>): Record<string, string> {
  const out = Object.entries(environment).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|GODEBUG$|GOGC$|GOMEMLIMIT$|GOMAXPROCS$|GOTRACEBACK$)/i.test(name),
  );
  return Object.fromEntries(out);
}
