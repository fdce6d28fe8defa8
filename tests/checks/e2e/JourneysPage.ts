import type { Locator, Page } from '@playwright/test';

interface Question {
  logql?: string;
  traceql?: string;
  trace?: string;
}

/** The page as a user sees it. */
export class JourneysPage {
  readonly form: Locator;
  readonly list: Locator;
  readonly panel: Locator;
  readonly alerts: Locator;

  constructor(readonly page: Page) {
    this.form = page.getByRole('search', { name: 'Find journeys' });
    this.list = page.getByRole('table', { name: 'Journeys', exact: true });
    this.panel = page.getByRole('region', { name: /^(Journey|All journeys)$/ });
    this.alerts = page.getByRole('alert');
  }

  async open(params: Record<string, string> = {}) {
    await this.page.goto(`/a/requestjourney-journey-app/journeys?${new URLSearchParams(params)}`);
    await this.form.waitFor();
  }

  async ask({ logql = '', traceql = '', trace = '' }: Question) {
    await this.form.getByLabel('LogQL').fill(logql);
    await this.form.getByLabel('TraceQL').fill(traceql);
    await this.form.getByLabel('Trace ID').fill(trace);
    await this.form.getByRole('button', { name: 'Run' }).click();
  }

  /** The requests that a search found, by the button that opens each. */
  get requests(): Locator {
    return this.list.getByRole('rowheader').getByRole('button');
  }

  /** A request of the list by its trace ID. */
  request(traceId: string): Locator {
    return this.requests.and(this.page.getByTitle(traceId));
  }

  /** A service in the graph's outline, which says in words what the card shows. */
  service(name: string): Locator {
    return this.panel.getByRole('treeitem', { name: new RegExp(`^(Service|Gateway) ${name},`) });
  }

  /** A service's card, which is for the pointer alone. */
  card(name: string): Locator {
    return this.panel.getByTitle(name, { exact: true });
  }
}
