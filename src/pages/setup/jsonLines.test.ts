import { from, lastValueFrom, toArray } from 'rxjs';

import { jsonLines } from './jsonLines';

const encode = (text: string) => new TextEncoder().encode(text);

const read = (...chunks: Array<Uint8Array | undefined>) => lastValueFrom(jsonLines(from(chunks)).pipe(toArray()));

it.each([
  { name: 'a line a chunk', chunks: [encode('{"a":1}\n'), encode('{"a":2}\n')] },
  { name: 'lines that are cut', chunks: [encode('{"a"'), encode(':1}\n{"a":'), encode('2}\n')] },
  { name: 'a last line without an end', chunks: [encode('{"a":1}\n{"a":2}')] },
  { name: 'empty lines and chunks', chunks: [encode('\n{"a":1}\n\n'), undefined, encode('{"a":2}\n')] },
])('reads $name', async ({ chunks }) => {
  expect(await read(...chunks)).toEqual([{ a: 1 }, { a: 2 }]);
});

it('reads a character that is cut', async () => {
  const bytes = encode('{"a":"→"}\n');
  expect(await read(bytes.slice(0, 7), bytes.slice(7))).toEqual([{ a: '→' }]);
});

it('fails on what is no JSON', async () => {
  await expect(read(encode('<html>\n'))).rejects.toThrow();
});
