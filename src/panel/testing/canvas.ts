/** jsdom draws nothing: paths are kept as they are written. */
class WrittenPath {
  constructor(readonly d = '') {}
}

global.Path2D ??= WrittenPath as unknown as typeof Path2D;

interface State {
  x: number;
  y: number;
  scale: number;
}

/** A canvas that writes down what is drawn on it, a line for each thing, in the units of the drawing code. */
export class WrittenCanvas {
  readonly drawn: string[] = [];
  fillStyle = '';
  strokeStyle = '';
  lineWidth = 1;
  lineCap = 'butt';
  globalAlpha = 1;
  font = '';
  private now: State = { x: 0, y: 0, scale: 1 };
  private readonly before: State[] = [];
  private dashes: number[] = [];
  private path = '';

  translate(x: number, y: number) {
    this.now = { ...this.now, x: this.now.x + x * this.now.scale, y: this.now.y + y * this.now.scale };
  }
  scale(by: number) {
    this.now = { ...this.now, scale: this.now.scale * by };
  }
  save() {
    this.before.push(this.now);
  }
  restore() {
    this.now = this.before.pop() ?? this.now;
  }
  setLineDash(dashes: number[]) {
    this.dashes = dashes;
  }
  beginPath() {
    this.path = '';
  }
  roundRect(x: number, y: number, width: number, height: number, radius: number) {
    this.path = `${round(width)}×${round(height)} at ${this.place(x, y)} round by ${round(radius)}`;
  }
  fill(path?: Path2D) {
    this.write(`fill ${this.shape(path)} ${this.fillStyle}`);
  }
  stroke(path?: Path2D) {
    const dashes = this.dashes.length > 0 ? ` dashed ${this.dashes.join(' ')}` : '';
    this.write(`line ${this.shape(path)} ${this.lineWidth} px ${this.strokeStyle}${dashes}`);
  }
  /** Half of the size for each letter. */
  measureText(text: string) {
    return { width: (text.length * Number(/(\d+)px/.exec(this.font)?.[1])) / 2 };
  }
  fillText(text: string, x: number, y: number) {
    this.write(`"${text}" at ${this.place(x, y)} ${this.font.replace(/px.*/, 'px')} ${this.fillStyle}`);
  }

  private shape(path?: Path2D): string {
    const { d } = (path ?? { d: '' }) as unknown as WrittenPath;
    return path ? `${d} at ${this.place(0, 0)}${this.now.scale === 1 ? '' : ` ×${round(this.now.scale)}`}` : this.path;
  }
  private place(x: number, y: number): string {
    return `${round(this.now.x + x * this.now.scale)},${round(this.now.y + y * this.now.scale)}`;
  }
  private write(what: string) {
    this.drawn.push(this.globalAlpha === 1 ? what : `${what}, opacity ${this.globalAlpha}`);
  }
}

function round(length: number): number {
  return Math.round(length * 100) / 100;
}
