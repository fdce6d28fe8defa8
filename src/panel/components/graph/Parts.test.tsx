import '../../testing/browser';
import { createTheme } from '@grafana/data';
import { render } from '@testing-library/react';
import React from 'react';
import { drawnElements } from '../../testing/drawn';
import type { Part } from '../../layout/parts';
import { partsOfCard, partsOfLabel } from './drawn';
import { HopLabel } from './HopLabel';
import { ServiceCard } from './ServiceCard';

const { services, hops } = drawnElements();
const theme = createTheme();

/** What an element and those within it show: their roles and words, in the order they are drawn in. */
function shownIn(element: Element): string[] {
  return [...element.children].map((child) => {
    const words = [...child.children].filter((run) => run.hasAttribute('data-run')).map((run) => run.textContent);
    expect(words.join('')).toBe(child.textContent); // no words but those of the runs
    return [child.getAttribute('data-part'), ...words].join(': ');
  });
}

function shownBy(parts: Part[]): string[] {
  return parts.map((part) =>
    [part.role, ...(part.kind === 'text' ? part.runs.map(({ text }) => text) : [])].join(': ')
  );
}

describe('a card on the page', () => {
  it.each(services.map((drawn) => [drawn.service.name, drawn] as const))(
    'shows its parts and nothing else: %s',
    (_, drawn) => {
      const { container } = render(<ServiceCard drawn={drawn} />);
      expect(shownIn(container.firstElementChild!)).toEqual(shownBy(partsOfCard(drawn, theme)));
    }
  );

  it('has an error’s origin, its lines, when it was busy, and what a pointer shows', () => {
    const ratings = services.find(({ service }) => service.name === 'ratings')!;
    const { container } = render(<ServiceCard drawn={ratings} />);
    expect(shownIn(container.firstElementChild!)).toEqual([
      'card',
      'kind',
      'name: ratings',
      'status',
      'subtitle: bookinfo',
      'figures: 40 ms: 2 errors',
      'linesIcon',
      'lines: 1',
      'track',
      'busy',
      'badge',
      'badgeText: Error origin',
    ]);
    expect(container.querySelector('[data-part=busy]')).toHaveAttribute('title', 'Busy from 30 ms to 80 ms of 120 ms');
    expect(container.querySelector('[data-part=lines]')).toHaveAttribute('title', '1 log line');
  });

  it('of a service without spans has a dashed edge', () => {
    const audit = services.find(({ service }) => service.name === 'audit')!;
    const { container } = render(<ServiceCard drawn={audit} />);
    expect(container.querySelector<HTMLElement>('[data-part=card]')!.style.borderStyle).toBe('dashed');
  });
});

describe('a label on the page', () => {
  it.each(hops.map((drawn) => [drawn.id, drawn] as const))('shows its parts and nothing else: %s', (_, drawn) => {
    const { container } = render(<HopLabel drawn={drawn} />);
    expect(shownIn(container.firstElementChild!)).toEqual(shownBy(partsOfLabel(drawn)));
  });
});
