import { concat, concatMap, defer, from, map, type Observable, of } from 'rxjs';

/** Reads JSON lines out of chunks of bytes, which end anywhere: within a line, or within a character. */
export function jsonLines<T>(chunks: Observable<Uint8Array | undefined>): Observable<T> {
  return defer(() => {
    const decoder = new TextDecoder();
    let rest = '';
    const linesOf = (text: string): string[] => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      return lines.filter((line) => line.trim() !== '');
    };
    const whole = chunks.pipe(
      concatMap((chunk) => from(linesOf(chunk ? decoder.decode(chunk, { stream: true }) : '')))
    );
    const last = defer(() => (rest.trim() ? of(rest) : from([])));
    return concat(whole, last).pipe(map((line): T => JSON.parse(line)));
  });
}
