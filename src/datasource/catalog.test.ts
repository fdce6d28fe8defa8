import { dateTime } from '@grafana/data';

import { Catalog, type GetResource } from './catalog';

const range = { from: dateTime(1000), to: dateTime(2000) };

function setup(answer: unknown = { values: ['a'] }) {
  const getResource = jest.fn().mockResolvedValue(answer);
  let now = 0;
  const catalog = new Catalog(
    getResource as GetResource,
    () => range,
    () => now
  );
  return { catalog, getResource, wait: (ms: number) => (now += ms) };
}

it('asks within the time range', async () => {
  const { catalog, getResource } = setup();
  expect(await catalog.labelValues('app', '{a="b"}')).toEqual(['a']);
  expect(getResource).toHaveBeenCalledWith('loki/label-values', {
    label: 'app',
    selector: '{a="b"}',
    from: 1000,
    to: 2000,
  });
});

it('asks once a minute for the same list', async () => {
  const { catalog, getResource, wait } = setup();
  await catalog.labels('');
  await catalog.labels('');
  expect(getResource).toHaveBeenCalledTimes(1);
  await catalog.labels('{a="b"}');
  expect(getResource).toHaveBeenCalledTimes(2);
  wait(60_000);
  await catalog.labels('');
  expect(getResource).toHaveBeenCalledTimes(3);
});

it('asks again after a failure', async () => {
  const { catalog, getResource } = setup();
  getResource.mockRejectedValueOnce(new Error('down'));
  await expect(catalog.services()).rejects.toThrow('down');
  expect(await catalog.services()).toEqual(['a']);
});

it('names attributes with their scope, and intrinsics without', async () => {
  const { catalog } = setup({
    scopes: [
      { name: 'resource', tags: ['service.name'] },
      { name: 'intrinsic', tags: ['status', 'trace:duration'] },
    ],
  });
  expect(await catalog.attributes()).toEqual(['resource.service.name', 'status', 'trace:duration']);
});
