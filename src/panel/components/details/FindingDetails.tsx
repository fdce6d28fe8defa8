import React from 'react';
import type { Finding } from '../../model/types';
import { strings } from '../../strings';
import { FindingList } from '../FindingList';
import { Attributes } from './Attributes';
import { Section } from './Section';

/** A finding about nothing that the graph shows, with what it rests on. */
export function FindingDetails({ finding }: { finding: Finding }) {
  return (
    <>
      <FindingList findings={[finding]} />
      {Object.keys(finding.evidence).length > 0 && (
        <Section title={strings.details.evidence}>
          <Attributes values={finding.evidence} />
        </Section>
      )}
    </>
  );
}
