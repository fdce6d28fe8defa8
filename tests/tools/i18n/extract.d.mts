export function extract(folder: string): object;
