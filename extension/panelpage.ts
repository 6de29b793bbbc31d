/** Which fix a page asks for; undefined if it says anything else. The page shows words of programs and files, so nothing of it is believed. */
export function pressed(message: unknown): { finding: string; fix: string } | undefined {
  if (typeof message !== 'object' || message === null || !('finding' in message) || !('fix' in message)) return undefined;
  const { finding, fix } = message;
  return typeof finding === 'string' && typeof fix === 'string' && finding !== '' && fix !== '' ? { finding, fix } : undefined;
}

/** A page that says one thing, where there is no report to show. Nothing on it can run. */
export function messagePage(text: string, language: string): string {
  return [
    '<!DOCTYPE html>',
    `<html lang="${escaped(language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`,
    '<title>Go Vitals</title>',
    '</head>',
    `<body><main><h1>Go Vitals</h1><p role="status">${escaped(text)}</p></main></body>`,
    '</html>',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${String(c.charCodeAt(0))};`);
}
