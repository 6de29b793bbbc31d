import { errorCodes, type RenderParams, type RenderResult } from './protocol.js';

/** Milliseconds. Rendering is quick; only a sidecar that hangs takes longer. */
export const renderDeadline = 30_000;

/** The sidecar has diagnosed nothing yet: a new one knows nothing of what the last one found. */
export function hasNoReport(error: unknown): boolean {
  return (error as { code?: unknown }).code === errorCodes.noReport;
}

/** Asks the sidecar to render its last report; undefined if it has none. */
export async function lastRendered(request: () => Promise<RenderResult>): Promise<RenderResult | undefined> {
  try {
    return await request();
  } catch (error) {
    if (hasNoReport(error)) return undefined;
    throw error;
  }
}

/** What a report for others is rendered with. */
export interface Renderer {
  request: (params: RenderParams) => Promise<RenderResult>;
  /** A whole examination at the user's word; undefined if it was cancelled. */
  examine: () => Promise<unknown>;
}

/**
 * A whole report, rendered; undefined if the user cancelled. While the editor looks again in the background the last report may
 * be a quick look, which tells a maintainer little: then there is an examination first.
 */
export async function wholeRendered(params: RenderParams, { request, examine }: Renderer): Promise<RenderResult | undefined> {
  const rendered = await lastRendered(() => request(params));
  if (rendered && rendered.tier !== 'fast') return rendered;
  return (await examine()) === undefined ? undefined : request(params);
}
