/** A strip of 24 blocks, 40 pixels each, at the top left: the low bits of the epoch milliseconds, lowest first. */
export const clockBits = 24;
export const blockPixels = 40;

const size = '1280x720';
const fps = 25;

/**
 * An ffmpeg lavfi graph of a moving picture that carries the wall clock. The clock is read when the picture is made,
 * a moment before it is due: what is measured by it is never too short.
 */
export const clockGraph = [
  `color=c=black:s=${clockBits}x1:r=${fps},format=gray,settb=1/1000,setpts='RTCTIME/1000'`,
  `geq=lum='255*mod(floor(T*1000/pow(2,X)),2)'`,
  `scale=${clockBits * blockPixels}:${blockPixels}:flags=neighbor,settb=1/${fps},setpts=N[clock];testsrc2=s=${size}:r=${fps}[room];[room][clock]overlay=0:0`,
].join(',');

/** How long before `now` (epoch ms) the strip was made, whose blocks have this brightness (0 … 255), ms. */
export function ageOf(blocks: readonly number[], now: number): number {
  const stamp = blocks.reduce((sum, light, bit) => sum + (light > 127 ? 2 ** bit : 0), 0);
  const span = 2 ** clockBits;
  return (((now - stamp) % span) + span) % span;
}
