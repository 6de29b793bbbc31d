import { type Face, faceRows, fileName, type LeaveRow, leaveRows, privacyRows, saveFailure, type Way } from './exports.js';
import { issueUrl, venueRows } from './issue.js';
import type { Document, Privacy, RenderParams, RenderResult } from './protocol.js';
import type { Say } from './words.js';

/** What an export needs of the editor; Place is where a file can be saved. Whatever a person cancels is undefined. */
export interface Ports<Place> {
  say: Say;
  pick<Row extends { label: string }>(title: string, rows: readonly Row[]): PromiseLike<Row | undefined>;
  /** Asks once more, in front of everything else. */
  sure(question: string, detail: string, yes: string): PromiseLike<boolean>;
  /** Shows a text that cannot be changed, and returns it as the editor has it. */
  preview(name: string, text: string, face: Face): Promise<string>;
  /** The list in front of the preview, which can be read meanwhile. */
  leave(title: string, rows: readonly LeaveRow[]): Promise<Way | undefined>;
  place(name: string, face: Face): PromiseLike<Place | undefined>;
  write(place: Place, bytes: Uint8Array): PromiseLike<void>;
  nameOf(place: Place): string;
  copy(text: string): PromiseLike<void>;
  /** Opens a page in the browser; false if the person did not want that. */
  open(url: string): PromiseLike<boolean>;
  told(text: string): void;
  /** Says what went wrong; returns the button that was pressed. */
  failed(text: string, ...buttons: string[]): PromiseLike<string | undefined>;
}

/** A report for others, rendered; undefined if the person cancelled. */
export type Render = (params: RenderParams) => Promise<RenderResult | undefined>;

/** Lets a report leave the editor: only at a person's word, who saw the very bytes and what was hidden in them. */
export class Exporting<Place> {
  constructor(private readonly ports: Ports<Place>) {}

  async export(render: Render, startedAt: () => string): Promise<void> {
    const { ports } = this;
    const { say } = ports;
    const face = (await ports.pick(say('Export the report: as what?'), faceRows(say)))?.face;
    if (face === undefined) return;
    const privacy = (await ports.pick(say('Export the report: for whom?'), privacyRows(say)))?.privacy;
    if (privacy === undefined) return;
    if (privacy === 'full') {
      const detail = say('Whoever gets it learns your name, the name of this machine, your home, and the names of private modules and hosts. Secrets were never recorded.');
      if (!(await ports.sure(say('Export the report with all names in it?'), detail, say('Export in Full')))) return;
    }
    const rendered = await render({ format: face, privacy });
    if (!rendered) return;
    const name = fileName(face, privacy, startedAt());
    const text = await ports.preview(name, rendered.text, face);
    const way = await this.agreed(text, privacy, rendered, ['save', 'copy']);
    if (way === 'save') await this.save(text, name, face);
    if (way === 'copy') await this.copy(text);
  }

  /** The page of a new issue and the report on the clipboard; what comes of them is up to the person. */
  async issue(render: Render, report: Document): Promise<void> {
    const { ports } = this;
    const { say } = ports;
    const venue = (await ports.pick(say('Report an issue: whose is it?'), venueRows(report, say)))?.venue;
    if (!venue) return;
    // The maintainers of both read English.
    const rendered = await render({ format: 'markdown', privacy: 'share', language: 'en' });
    if (!rendered) return;
    const text = await ports.preview(fileName('markdown', 'share', report.startedAt), rendered.text, 'markdown');
    if ((await this.agreed(text, 'share', rendered, ['issue'])) !== 'issue') return;
    await ports.copy(text);
    const opened = await ports.open(issueUrl(venue, report));
    // The editor's own question about the page offers to copy the address instead.
    if (!opened) await ports.copy(text);
    const done = opened
      ? say('The report is on the clipboard. Paste it into the new issue of {0}; nothing was sent.', venue.repository)
      : say('The report is on the clipboard, and the page of {0} was not opened. Nothing was sent.', venue.repository);
    ports.told(done);
  }

  private agreed(text: string, privacy: Privacy, { replaced }: RenderResult, ways: readonly Way[]): Promise<Way | undefined> {
    const { ports } = this;
    const { say } = ports;
    return ports.leave(say('Go Vitals: this very text will leave, {0} bytes', bytesOf(text).length), leaveRows(ways, privacy, replaced, say));
  }

  private async save(text: string, name: string, face: Face): Promise<void> {
    const { ports } = this;
    const { say } = ports;
    const elsewhere = say('Save Elsewhere…');
    const instead = say('Copy Instead');
    for (;;) {
      const where = await ports.place(name, face);
      if (where === undefined) return;
      try {
        await ports.write(where, bytesOf(text));
        ports.told(say('The report was saved: {0}', ports.nameOf(where)));
        return;
      } catch (error) {
        const answer = await ports.failed(say('The report was not saved as {0}: {1}.', ports.nameOf(where), saveFailure(error, say)), elsewhere, instead);
        if (answer === instead) return this.copy(text);
        if (answer !== elsewhere) return;
      }
    }
  }

  private async copy(text: string): Promise<void> {
    await this.ports.copy(text);
    this.ports.told(this.ports.say('The report is on the clipboard.'));
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
