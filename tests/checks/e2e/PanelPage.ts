import type { Locator, Page } from '@playwright/test';

interface Query {
  refId?: string;
  queryType?: 'search' | 'journey';
  logql?: string;
  traceql?: string;
  traceId?: string;
}

interface Settings {
  options?: Record<string, unknown>;
  /** What a dashboard's author sets about fields. */
  fieldConfig?: { defaults: object; overrides: object[] };
  theme?: 'dark' | 'light';
}

/** The panel on the workbench's dashboard page: as large as the window, fed by its own queries. */
export class PanelPage {
  readonly graph: Locator;
  readonly outline: Locator;
  readonly timeline: Locator;
  readonly steps: Locator;
  readonly details: Locator;
  readonly findings: Locator;
  private loaded = '';
  private visits = 0;

  constructor(readonly page: Page) {
    this.graph = page.getByRole('group', { name: /^Service graph/ });
    this.outline = page.getByRole('tree', { name: /^Outline of/ });
    this.timeline = page.getByRole('tree', { name: /^Timeline of/ });
    this.steps = page.getByRole('tree', { name: /^Steps/ });
    this.details = page.getByRole('complementary', { name: /^Details of/ });
    this.findings = page.getByRole('region', { name: 'Findings' });
  }

  /** Opens the panel with queries of the workbench's data source; the page is loaded once for each theme. */
  async open(queries: Query[], { theme = 'dark', ...settings }: Settings = {}) {
    const datasource = { type: 'requestjourney-journey-datasource', uid: 'requestjourney' };
    const targets = queries.map((query, i) => ({ refId: 'ABCDEF'[i], datasource, ...query }));
    const panel = JSON.stringify({ type: 'requestjourney-journey-panel', targets, ...settings });
    await this.go(`/d?${new URLSearchParams({ theme, panel, visit: String(++this.visits) })}`, theme);
  }

  /** Opens the panel with frames as another data source might send them. */
  async openFrames(frames: FrameJson[], settings?: Settings) {
    await this.page.unroute(QUERIES);
    await this.page.route(QUERIES, (route) => route.fulfill({ json: { results: { A: { status: 200, frames } } } }));
    await this.open([{ queryType: 'search', traceql: '{}' }], settings);
  }

  private async go(address: string, theme: string) {
    if (this.loaded !== theme) {
      await this.page.goto(address);
      // Further addresses go to the page, which then starts again.
      this.loaded = theme;
      return;
    }
    await this.page.evaluate((to) => {
      window.history.pushState(null, '', to);
      window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
    }, address);
  }

  async view(name: 'Overview' | 'Graph' | 'Timeline' | 'Steps') {
    await this.page.getByRole('radiogroup', { name: 'View' }).getByRole('radio', { name }).check();
  }

  /** A service's card, which is for the pointer alone. */
  card(name: string): Locator {
    return this.graph.getByTitle(name, { exact: true });
  }

  tool(name: string): Locator {
    return this.page.getByRole('group', { name: 'Graph tools' }).getByRole('button', { name });
  }
}

const QUERIES = '**/api/ds/query*';

/** A data frame as Grafana's API sends it. */
export interface FrameJson {
  schema: object;
  data: { values: unknown[][]; entities: object[] };
}

/** A frame of columns. What JSON cannot say of numbers is said beside them, as Grafana does. */
export function frame(name: string, columns: Record<string, unknown[]>, meta: object = {}): FrameJson {
  const fields = Object.entries(columns).map(([field, values]) => ({ name: field, type: typeOf(field, values) }));
  const entities = Object.values(columns).map((values) => ({
    NaN: places(values, Number.isNaN),
    Inf: places(values, (value) => value === Infinity),
    NegInf: places(values, (value) => value === -Infinity),
  }));
  return { schema: { name, refId: 'A', meta, fields }, data: { values: Object.values(columns), entities } };
}

function places(values: unknown[], is: (value: unknown) => boolean): number[] {
  return values.flatMap((value, i) => (is(value) ? [i] : []));
}

function typeOf(name: string, values: unknown[]): string {
  const [first] = values.filter((value) => value !== null);
  return /^time|timestamp$/i.test(name) ? 'time' : typeof first === 'object' ? 'other' : typeof first;
}
