// What the page does in the editor's panel: it tells which fix was pressed, and takes a new report without losing the reader's place.
(() => {
  'use strict';
  if (typeof acquireVsCodeApi !== 'function') return;
  const editor = acquireVsCodeApi();
  // Without a state the editor does not bring the panel back after a reload.
  editor.setState({ report: true });

  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const button = target?.closest('button[data-finding]');
    if (button) editor.postMessage({ finding: button.dataset.finding, fix: button.dataset.fix });
    // The editor scrolls to a part of the page; the next Tab must go on there as well.
    const part = target?.closest('a[href^="#"]')?.getAttribute('href').slice(1);
    const place = part && document.getElementById(part);
    if (place) {
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
    }
  });

  const parts = ['header', 'main', 'footer'];
  // Titles and numbers change from report to report; the check a problem is of does not.
  const keyOf = (element) => [
    element.closest('article')?.dataset.check ?? element.closest('[id]')?.id, element.tagName, element.dataset.finding, element.dataset.fix, element.textContent,
  ].join('\n');
  const found = (selector, key) => [...document.querySelectorAll(selector)].find((element) => keyOf(element) === key);

  const told = document.body.appendChild(document.createElement('p'));
  told.className = 'unseen';
  told.setAttribute('role', 'status');

  addEventListener('message', ({ data }) => {
    if (typeof data?.html !== 'string') return;
    const page = new DOMParser().parseFromString(data.html, 'text/html');
    if (!parts.every((part) => page.querySelector(part))) return;
    const verdict = document.querySelector('h1')?.textContent;
    const folds = [...document.querySelectorAll('details')].map(({ open, firstElementChild }) => ({ open, key: keyOf(firstElementChild) }));
    const focused = document.activeElement?.matches('a, button, summary') ? keyOf(document.activeElement) : undefined;
    const { scrollX, scrollY } = window;
    for (const part of parts) document.querySelector(part).replaceWith(page.querySelector(part));
    document.title = page.title;
    for (const { open, key } of folds) {
      const details = found('summary', key)?.parentElement;
      if (details) details.open = open;
    }
    if (focused !== undefined) found('a, button, summary', focused)?.focus({ preventScroll: true });
    scrollTo(scrollX, scrollY);
    const now = document.querySelector('h1')?.textContent;
    if (now !== verdict) told.textContent = now;
  });
})();
