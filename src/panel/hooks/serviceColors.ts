import { useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { serviceColors } from '../model/colors';
import type { Service } from '../model/types';

/** The colours of services in the present theme, by their IDs. */
export function useServiceColors(services: Service[]): (id: string) => string {
  const { visualization } = useTheme2();
  return useMemo(() => {
    const names = serviceColors(services.map(({ id }) => id));
    return (id) => visualization.getColorByName(names.get(id) ?? 'gray');
  }, [services, visualization]);
}
