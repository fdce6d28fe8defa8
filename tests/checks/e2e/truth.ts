import { readFileSync } from 'node:fs';

/** Trace IDs of requests that the simulated mesh sent, by what happened to them. */
export interface Truth {
  failing: string;
  ok: string;
  slow: string;
}

/** Reads what the program that started the mesh wrote down. */
export function readTruth(): Truth {
  const path = process.env.MESH_TRUTH;
  const isHosted = process.env.WORKBENCH_URL ?? process.env.GRAFANA_URL;
  if (!path || !isHosted) {
    throw new Error('Run these tests by `go tool mage test`: it starts the mesh and the workbench that they need.');
  }
  return JSON.parse(readFileSync(path, 'utf8'));
}
