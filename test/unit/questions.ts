import type { EditorQuestion } from '../../extension/protocol.js';

/** A question as the sidecar chooses one: a hover on fmt.Println unless told otherwise. */
export function question(parts: Partial<EditorQuestion> = {}): EditorQuestion {
  return {
    folder: '/w',
    question: 'hover',
    target: 'standard-library',
    symbol: 'fmt.Println',
    name: 'Println',
    file: '/w/main.go',
    line: 3,
    character: 5,
    ...parts,
  };
}
