// In a worker thread of Node 20 `--import tsx` does not reach the first file: it is loaded here instead.
import { register } from 'tsx/esm/api';

register();
await import('./tamper-worker.ts');
