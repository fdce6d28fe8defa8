import { render, screen } from '@testing-library/react';
import React from 'react';
import { readHops } from '../../model/hops';
import { frameOf, Row } from '../../testing/frames';
import { HopLayer4 } from './HopLayer4';

function show(fields: Row): string {
  const [hop] = readHops(frameOf('edges', [{ id: 'a→b', source: 'a', target: 'b', ...fields }]));
  if (!hop.layer4) {
    return 'nothing';
  }
  render(<HopLayer4 layer4={hop.layer4} />);
  return screen.getByRole('region', { name: 'Layer 4 · ztunnel' }).textContent;
}

const connection = {
  detail__l4_connections: 1,
  detail__l4_certainty: 'certain',
  detail__l4_address: '10.1.1.1:4000 → 10.1.1.2:80',
  detail__l4_request_bytes: 84,
  detail__l4_response_bytes: 20_192,
  detail__l4_duration: 25,
  detail__l4_error: '',
};

describe('the layer-4 view of a hop', () => {
  it('shows the connection, its bytes and how long it was open', () => {
    expect(show(connection)).toBe(
      'Layer 4 · ztunnelConnection10.1.1.1:4000 → 10.1.1.2:80Sent by the caller84 BSent by the callee20.2 kBOpen for25 ms'
    );
  });

  it('shows why a connection failed', () => {
    const refused = { ...connection, detail__l4_response_bytes: 0, detail__l4_error: 'policy rejection' };
    expect(show(refused)).toMatch(/Sent by the callee0 BOpen for25 msErrorpolicy rejection$/);
  });

  it('says that several connections are only possible', () => {
    const several = { detail__l4_connections: 3, detail__l4_certainty: 'possible', detail__l4_address: '' };
    expect(show({ ...connection, ...several })).toBe(
      'Layer 4 · ztunnelPossible: ztunnel’s lines carry no ID, and these connections may have carried other requests only.' +
        'Connections3Sent by the caller84 BSent by the callee20.2 kBLongest open for25 ms'
    );
  });

  it.each([[{}], [{ ...connection, detail__l4_connections: 0 }]])('shows nothing without connections', (fields) => {
    expect(show(fields)).toBe('nothing');
  });
});
