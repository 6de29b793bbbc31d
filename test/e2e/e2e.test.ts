/** The browser tests: one after the other, in the order of these imports. */
import { after, before } from 'node:test';
import { clearStage, setStage } from './stage.js';
import './healthy.spec.js';
import './goroot-invalid.spec.js';
import './stale-server.spec.js';
import './culprit.spec.js';
import './fix.spec.js';
import './fix-window.spec.js';
import './report.spec.js';
import './process-tree.spec.js';
import './crash-loop.spec.js';
import './stall.spec.js';
import './sidecar.spec.js';
import './restricted.spec.js';
import './language.spec.js';

before(setStage);
after(clearStage);
