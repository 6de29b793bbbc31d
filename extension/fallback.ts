import { access, constants, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { mismatch, type Program } from './locate.js';

/** What a search through PATH needs to know. */
export interface Search {
  /** The value of PATH. */
  list: string;
  platform: NodeJS.Platform;
  arch: string;
  /** Folders of the window: nothing of them is taken for a program of the user's. */
  folders: readonly string[];
  /** The extension's own program, which was refused. */
  except: string;
}

/**
 * The first `govitals` of PATH that was built for this machine; undefined if there is none. Relative entries name another file
 * in every folder, and a program below an open folder is the folder's, by whatever link it is reached.
 */
export async function onPath(search: Search): Promise<string | undefined> {
  const { platform, arch } = search;
  const name = platform === 'win32' ? 'govitals.exe' : 'govitals';
  const folders = await Promise.all(search.folders.map((folder) => realpath(folder).catch(() => folder)));
  const own = await realpath(search.except).catch(() => search.except);
  for (const entry of search.list.split(path.delimiter)) {
    if (!path.isAbsolute(entry)) continue;
    const file = path.join(entry, name);
    try {
      const real = await realpath(file);
      if (real === own || [file, real].some((one) => folders.concat(search.folders).some((folder) => within(one, folder)))) continue;
      await access(real, constants.X_OK);
      if (!mismatch(await headOf(real), platform, arch)) return file;
    } catch {
      // Not there, or not for us: the next entry may have one.
    }
  }
  return undefined;
}

function within(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

/** The first bytes of a file, which say what it is. */
export async function headOf(name: string): Promise<Buffer> {
  const head = Buffer.alloc(4096);
  const file = await open(name, 'r');
  try {
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What may stand in for a bundled program that cannot run here. Nothing does until the user said so, for this window alone. */
export class Fallback {
  /** What the user may be asked about. */
  offer: string | undefined;
  private chosen: string | undefined;

  constructor(
    /** Looks for another program; undefined where none may be used, as in a folder that is not trusted. */
    private readonly find: (except: string) => Promise<string | undefined>,
  ) {}

  /** The program to start in place of the one that was located. */
  instead(located: Program): Program {
    return located.bundled && this.chosen !== undefined ? { file: this.chosen, bundled: false } : located;
  }

  /** Called when a program was refused before it was started. */
  async refused(program: Program): Promise<void> {
    this.offer = program.bundled ? await this.find(program.file) : undefined;
  }

  /** The user said yes. */
  accept(): void {
    this.chosen = this.offer;
    this.offer = undefined;
  }
}
