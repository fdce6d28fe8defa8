/**
 * Gives elements sizes, as a browser would: in jsdom nothing has one, and
 * virtual lists draw nothing. `width` and `height` are the room of the lists.
 */
export function setElementSizes(width: number, height: number, rowHeight: number): void {
  jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(width);
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(height);
  jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(rowHeight);
  // Grafana's selects measure their texts on a canvas.
  const canvas = { measureText: () => ({ width: 0 }) } as unknown as RenderingContext;
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(canvas);
  HTMLElement.prototype.scrollTo ??= () => {};
}
