import type { Code, Gap, Tool } from '../types';

/** Configuration of a tool that closes gaps. */
export interface Snippet {
  id: string;
  tool: Tool;
  title: string;
  /** One or two sentences: what it does, and what to mind. */
  purpose: string;
  closes: Gap[];
  code: Code[];
}
