import {
  DataFrame,
  DisplayValue,
  Field,
  FieldColorModeId,
  formattedValueToString,
  getValueFormat,
  LinkModel,
} from '@grafana/data';

/** How a dashboard's author wants a figure shown; what was left alone is undefined. */
export interface Authored {
  title?: string;
  text?: string;
  color?: string;
}

/**
 * Reads a frame's cells by field name, in any case, and never throws: a cell
 * that is missing or of another type reads as "", undefined or {}.
 */
export class Columns {
  readonly length: number;
  private readonly fields: Map<string, Field>;

  constructor(frame: DataFrame) {
    this.fields = new Map(frame.fields.map((field) => [field.name.toLowerCase(), field]));
    this.length = frame.length ?? 0;
  }

  has(name: string): boolean {
    return this.fields.has(name);
  }

  names(prefix: string): string[] {
    return [...this.fields.keys()].filter((name) => name.startsWith(prefix));
  }

  text(name: string, row: number): string {
    const value = this.value(name, row);
    return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
  }

  number(name: string, row: number): number | undefined {
    const value = this.value(name, row);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  }

  /** A count or a duration: what is negative is as unknown as what is missing. */
  amount(name: string, row: number): number | undefined {
    const number = this.number(name, row);
    return number !== undefined && number >= 0 ? number : undefined;
  }

  /** JSON as the backend sends it: parsed already, or still text. */
  object(name: string, row: number): Record<string, unknown> {
    const value = this.value(name, row);
    const parsed = typeof value === 'string' ? parse(value) : value;
    return isRecord(parsed) ? parsed : {};
  }

  /** A JSON list of objects. */
  list(name: string, row: number): Array<Record<string, unknown>> {
    return this.array(name, row).filter(isRecord);
  }

  /** A JSON list of texts. */
  texts(name: string, row: number): string[] {
    return this.array(name, row).filter((text) => typeof text === 'string');
  }

  /** The cell as the field's own unit and mappings show it. */
  display(name: string, row: number): DisplayValue | undefined {
    const field = this.fields.get(name);
    const value = this.value(name, row);
    if (!field || value === null || value === undefined || Number.isNaN(value)) {
      return undefined;
    }
    return field.display?.(value) ?? displayByUnit(field, value);
  }

  /** What was set about the field beside the unit and the name that our backend gives it. */
  authored(name: string, row: number, usualName: string): Authored {
    const config = this.fields.get(name)?.config ?? {};
    const { unit = 'ms', decimals, mappings = [], color, displayName = usualName } = config;
    const isFormatted = unit !== 'ms' || typeof decimals === 'number' || mappings.length > 0;
    const isColored = color !== undefined && color.mode !== FieldColorModeId.PaletteClassic;
    const value = isFormatted || isColored ? this.display(name, row) : undefined;
    return {
      title: displayName === usualName ? undefined : displayName,
      text: value && isFormatted ? formattedValueToString(value) : undefined,
      color: isColored ? value?.color : undefined,
    };
  }

  /** What a user calls the field. */
  title(name: string): string {
    return this.fields.get(name)?.config.displayName ?? '';
  }

  links(name: string, row: number): LinkModel[] {
    return this.fields.get(name)?.getLinks?.({ valueRowIndex: row }) ?? [];
  }

  /** The links of all fields of a row, each once. */
  allLinks(row: number): LinkModel[] {
    const links = [...this.fields.keys()].flatMap((name) => this.links(name, row));
    return [...new Map(links.map((link) => [`${link.title} ${link.href}`, link])).values()];
  }

  private array(name: string, row: number): unknown[] {
    const value = this.value(name, row);
    const parsed = typeof value === 'string' ? parse(value) : value;
    return Array.isArray(parsed) ? parsed : [];
  }

  private value(name: string, row: number): unknown {
    return this.fields.get(name)?.values[row];
  }
}

function displayByUnit(field: Field, value: unknown): DisplayValue {
  const numeric = Number(value);
  if (typeof value === 'string' && Number.isNaN(numeric)) {
    return { text: value, numeric };
  }
  const text = formattedValueToString(getValueFormat(field.config.unit ?? 'short')(numeric, field.config.decimals));
  return { text, numeric };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
