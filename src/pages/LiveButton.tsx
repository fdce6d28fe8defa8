import React from 'react';

import { Button } from '@grafana/ui';

interface Props {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** Has the list go on with requests as they happen. */
export function LiveButton({ isOn, onChange }: Props) {
  return (
    <Button
      variant={isOn ? 'primary' : 'secondary'}
      icon={isOn ? 'pause' : 'play'}
      aria-pressed={isOn}
      tooltip={isOn ? 'Stop following new requests' : 'Follow requests as they happen'}
      onClick={() => onChange(!isOn)}
    >
      Live
    </Button>
  );
}
