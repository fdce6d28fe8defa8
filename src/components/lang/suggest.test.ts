import { cursorAt } from './cursor';
import type { Language } from './lexer';
import { type Names, suggest } from './suggest';

const names: Names = {
  labels: async (selector) => (selector ? ['app'] : ['namespace', 'app', 'my_app']),
  labelValues: async (label, selector) => [`${label} of ${selector || 'all'}`, 'with "quotes"'],
  fields: async () => ['trace_id'],
  attributes: async () => ['resource.service.name', 'span.http.method', 'status'],
  attributeValues: async (name) =>
    name === 'status' ? [{ type: 'keyword', value: 'error' }] : [{ type: 'string', value: 'ratings' }],
};

async function inserts(at: string, language: Language): Promise<string[]> {
  const cursor = cursorAt(at.replace('‸', ''), at.indexOf('‸'), language);
  return cursor ? (await suggest(cursor, language, names)).map(({ insert }) => insert) : [];
}

it.each<{ at: string; language: Language; offers: string[] }>([
  { language: 'logql', at: '{‸', offers: ['namespace', 'app', 'my_app'] },
  { language: 'logql', at: '{ap‸', offers: ['app', 'my_app'] },
  { language: 'logql', at: '{app‸', offers: ['my_app'] },
  { language: 'logql', at: '{namespace="a", ‸}', offers: ['app'] },
  { language: 'logql', at: '{app="qu‸"}', offers: ['"with \\"quotes\\""'] },
  { language: 'logql', at: '{a="b"} | trace‸', offers: ['trace_id'] },
  { language: 'traceql', at: '{ resource‸', offers: ['resource.service.name'] },
  { language: 'traceql', at: '{ status = ‸ }', offers: ['error'] },
  { language: 'traceql', at: '{ resource.service.name = "ra‸" }', offers: ['"ratings"'] },
  { language: 'traceql', at: '{ status = error ‸ }', offers: ['&&', '||'] },
])('offers at $at', async ({ at, language, offers }) => {
  expect(await inserts(at, language)).toEqual(offers);
});
