import { strings } from '../../strings';

/** Twice the size at zoom 1 reads well on a slide; browsers refuse canvases much larger than this side. */
const PNG_SCALE = 2;
const MAX_SIDE_PX = 8000;

export function saveSvg(svg: string): void {
  save(new Blob([svg], { type: 'image/svg+xml' }), 'svg');
}

/** Draws the SVG on a canvas. The picture holds no foreign content, so that the browser lets it be read back. */
export async function savePng(svg: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(PNG_SCALE, MAX_SIDE_PX / Math.max(image.width, image.height, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(image.width * scale);
  canvas.height = Math.ceil(image.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && save(blob, 'png'), 'image/png');
}

function save(blob: Blob, extension: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${strings.graph.fileName}.${extension}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
