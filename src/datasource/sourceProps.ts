import type { Settings } from './settings';
import type { SourceName } from './types';

/** The props of the editors for one source, Loki or Tempo. */
export interface SourceProps {
  source: SourceName;
  settings: Settings;
  onChange: (settings: Settings) => void;
}
