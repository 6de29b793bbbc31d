import type { ChangedParams, LifeSummary, StallSummary } from './protocol.js';
import { plainIcons, type Say } from './words.js';

/** What the badge says of something that just happened to the server, until a diagnosis has the last word. */
export interface HappeningFace {
  icon: string;
  words: string;
  says: string;
  background?: 'error';
  /** What there is to say more, for who looks closer. */
  more?: string;
}

/** The face of what the watch saw; undefined where it calls for a diagnosis alone. */
export function happeningFace({ reason, life, report }: ChangedParams, say: Say): HappeningFace | undefined {
  if (report) return undefined; // judged already
  switch (reason) {
    case 'ended':
    case 'started':
    case 'learned':
      return life.kind === 'crashed' && life.crashes > 0 ? deathFace(life, say) : undefined;
    case 'stalled':
      return life.stall && stallFace(life.stall, say);
    default:
      return undefined;
  }
}

function deathFace(life: LifeSummary, say: Say): HappeningFace {
  if (life.givenUp) {
    const says = say('gopls died {0} times and is not started again, restart the language server', life.crashes);
    return { icon: 'error', words: say('gopls is dead, restart it'), says, background: 'error' };
  }
  const words = say('gopls died ({0} of {1})', life.crashes, life.limit);
  const how = life.signal || (life.code === null ? '' : say('exit status {0}', life.code));
  const since = life.alive > 0 ? say('it was started again') : '';
  return { icon: 'warning', words, says: [words, how, since].filter((part) => part !== '').join(', ') };
}

function stallFace(stall: StallSummary, say: Say): HappeningFace {
  const where = stall.on === '' ? '' : ` (${stall.on})`;
  return { icon: 'watch', words: say('{0} hangs', plainIcons(stall.command)), says: waiting(stall, say) + where, more: whichOne(stall, say) };
}

/** The whole command and where it works, as far as that can be seen. */
function whichOne({ line, directory }: StallSummary, say: Say): string {
  return directory === '' ? line : say('{0} in {1}', line, directory);
}

/** Whole sentences: another language has its words in another order. */
function waiting({ command, forMs, waits }: StallSummary, say: Say): string {
  const seconds = Math.round(forMs / 1000);
  switch (waits) {
    case 'network':
      return say('{0} has been waiting for the network for {1} s', command, seconds);
    case 'disk':
      return say('{0} has been waiting for a disk for {1} s', command, seconds);
    case 'lock':
      return say('{0} has been waiting for a lock for {1} s', command, seconds);
    case 'child':
      return say('{0} has been waiting for another program for {1} s', command, seconds);
    case 'cpu':
    case 'unknown':
      return say('{0} has not come to its end for {1} s', command, seconds);
  }
}
