import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { Linked, Selection } from '../hooks/selection';
import { isOneJourney } from '../model/model';
import type { Finding, Picture } from '../model/types';
import { strings } from '../strings';
import { FindingList } from './FindingList';

interface Props {
  picture: Picture;
  /** How many findings stand there before the rest is asked for. */
  few: number;
  linked: Linked;
  onSelect: (selection: Selection) => void;
}

/** The picture's verdict and findings, the gravest first; choosing one shows the span or service that it is about. */
export function FindingsStrip({ picture, few, linked, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const findings = alike(withVerdict(picture));
  if (findings.length === 0) {
    return null;
  }
  return (
    <section className={styles.strip} aria-label={strings.findings.label}>
      <FindingList
        findings={all ? findings : findings.slice(0, few)}
        onSelect={({ key }) => onSelect({ type: 'finding', id: key })}
        canSelect={({ key }) => picture.findings.some((finding) => finding.key === key)}
        chosen={linked.findings}
      />
      {findings.length > few && (
        <Button size="sm" variant="secondary" fill="text" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? strings.findings.less : strings.findings.more(findings.length - few)}
        </Button>
      )}
    </section>
  );
}

/** Of one journey that is not whole, that is the first thing to know. */
function withVerdict(picture: Picture): Finding[] {
  const { sentence } = strings.verdict(picture.verdict);
  if (!isOneJourney(picture) || picture.verdict === 'complete' || sentence === '') {
    return picture.findings;
  }
  const verdict: Finding = {
    key: 'verdict',
    severity: 'warning',
    code: '',
    node: '',
    spanId: '',
    message: sentence,
    advice: '',
    evidence: {},
  };
  return [verdict, ...picture.findings];
}

/** A finding that many requests share is shown once, with a count. */
function alike(findings: Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const words = [finding.severity, finding.message, finding.advice].join('\n');
    groups.set(words, [...(groups.get(words) ?? []), finding]);
  }
  return [...groups.values()].map(([first, ...others]) =>
    others.length === 0 ? first : { ...first, message: strings.findings.alike(first.message, others.length + 1) }
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({ flex: 'none', maxHeight: '30%', overflow: 'auto', padding: theme.spacing(0, 1.5, 0.5) }),
});
