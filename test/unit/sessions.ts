import type { DiagnoseParams, Document, Request, Tier } from '../../extension/protocol.js';
import { type Asked, type Ports, Session } from '../../extension/session.js';
import { report } from './reports.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A session whose sidecar answers from a function, and what it was asked. */
export function stage(answer: (params: DiagnoseParams) => Promise<Document> | Document, parts: Partial<Ports> = {}) {
  const asked: string[] = [];
  const facts = { environment: { PATH: '/bin' } as Record<string, string> };
  const session = new Session({
    collect: (tier: Tier): Promise<Request> => Promise.resolve({ folders: ['/w'], tier, environment: { ...facts.environment } }),
    request: async <Result>(_method: string, params: object) => {
      const { request } = params as DiagnoseParams;
      asked.push(`${request.tier}${request.background ? ' background' : ''}`);
      return { report: await answer(params as DiagnoseParams) } as Result;
    },
    automatic: () => true,
    trusted: () => true,
    down: () => undefined,
    log: silent,
    ...parts,
  });
  session.hasGo = true;
  return { session, asked, facts };
}

export const byTier = ({ request }: DiagnoseParams) =>
  report(request.tier === 'fast' ? { tier: 'fast', badge: 'checking' } : { tier: request.tier });
export const both = ['fast background', 'standard background'];

export async function settled(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve();
}
export const user = (signal = new AbortController().signal): Asked => ({ signal, onProgress: () => undefined });
