import { useStore } from '@xyflow/react';

/** Below this zoom nobody reads a label; drawing hundreds of them only holds up panning. */
const FAR = 0.3;

/** Whether the graph is seen from so far that only shapes and colours tell. */
export function useIsFar(): boolean {
  return useStore(({ transform }) => transform[2] < FAR);
}
