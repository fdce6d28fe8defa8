import { IconButton, InlineSwitch, Tooltip } from '@grafana/ui';
import React, { useContext, useId } from 'react';
import { NearbyContext } from '../hooks/nearby';
import { strings } from '../strings';

/** Shows or hides lines without any ID; as an icon where there is no room for words. */
export function NearbySwitch({ compact = false }: { compact?: boolean }) {
  const nearby = useContext(NearbyContext);
  const id = useId();
  const words = strings.nearby;
  if (!nearby) {
    return null;
  }
  const { isOn, isAsking, toggle } = nearby;
  const hint = isAsking ? words.asking : isOn ? words.hide : words.show;
  return compact ? (
    <IconButton
      name={isAsking ? 'fa fa-spinner' : 'gf-logs'}
      size="sm"
      variant={isOn ? 'primary' : 'secondary'}
      tooltip={hint}
      aria-label={words.name}
      aria-pressed={isOn}
      aria-busy={isAsking}
      onClick={toggle}
    />
  ) : (
    <Tooltip content={hint}>
      <span>
        <InlineSwitch id={id} label={words.name} showLabel transparent value={isOn} aria-busy={isAsking} onChange={toggle} />
      </span>
    </Tooltip>
  );
}
