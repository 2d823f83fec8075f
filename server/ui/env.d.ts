/// <reference types="vite/client" />

// hls.js ships one set of types; its light build is the same interface without subtitles, DRM and alternate audio.
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
