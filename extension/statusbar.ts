import * as vscode from 'vscode';
import { type BadgeView, tooltipCommands } from './badge.js';

/** The status bar item that shows a BadgeView. */
export class StatusBar {
  private readonly item = vscode.window.createStatusBarItem('health', vscode.StatusBarAlignment.Left, 0);
  private drawn = '';

  constructor() {
    this.item.name = 'Go Vitals';
  }

  draw(view: BadgeView): void {
    // A hover that is open would close under the mouse at every redraw.
    const drawn = JSON.stringify(view);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const tooltip = new vscode.MarkdownString(view.tooltip);
    tooltip.isTrusted = { enabledCommands: tooltipCommands };
    this.item.text = view.text;
    this.item.tooltip = tooltip;
    this.item.command = view.command;
    this.item.accessibilityInformation = { label: view.label, role: 'button' };
    this.item.backgroundColor = view.background
      ? new vscode.ThemeColor(`statusBarItem.${view.background}Background`)
      : undefined;
    if (view.visible) this.item.show();
    else this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
  }
}
