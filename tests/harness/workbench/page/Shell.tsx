import React, { type ReactNode, useEffect } from 'react';

import { css } from '@emotion/css';
import { createTheme, type GrafanaTheme2, ThemeContext } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { Button, ErrorBoundaryAlert, GlobalStyles, PortalContainer, Text, useStyles2 } from '@grafana/ui';

export type Mode = 'dark' | 'light';

interface Props {
  mode: Mode;
  children: ReactNode;
}

/** The page around the plugin: Grafana's theme and styles, and a header. */
export function Shell({ mode, children }: Props) {
  const theme = React.useMemo(() => createTheme({ colors: { mode } }), [mode]);

  useEffect(() => {
    document.documentElement.style.colorScheme = mode;
    document.body.style.background = theme.colors.background.canvas;
  }, [mode, theme]);

  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Frame mode={mode}>
        <ErrorBoundaryAlert>{children}</ErrorBoundaryAlert>
      </Frame>
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

function Frame({ mode, children }: Props) {
  const styles = useStyles2(getStyles);
  const other = mode === 'dark' ? 'light' : 'dark';

  return (
    <div className={styles.frame}>
      <header className={styles.header}>
        <img className={styles.logo} src="/public/plugins/requestjourney-journey-app/img/logo.svg" alt="" />
        <Text weight="medium">Request Journey</Text>
        <Text color="secondary">workbench</Text>
        <Button
          className={styles.theme}
          variant="secondary"
          size="sm"
          fill="text"
          icon="palette"
          onClick={() => locationService.partial({ theme: other }, true)}
        >
          {other === 'light' ? 'Light theme' : 'Dark theme'}
        </Button>
      </header>
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ display: 'flex', flexDirection: 'column', minHeight: '100vh' }),
  header: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 3),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    [theme.breakpoints.down('md')]: { padding: theme.spacing(1, 2) },
  }),
  logo: css({ width: 24, height: 24 }),
  theme: css({ marginLeft: 'auto' }),
});
