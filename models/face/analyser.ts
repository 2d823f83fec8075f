/** A picture, 8-bit RGB, rows from the top. A camera's `Frame` fits. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One face found in a picture. Lengths in pixels of that picture. */
export interface FaceFound {
  readonly box: Box;
  /** The detector's confidence, 0 … 1. */
  readonly confidence: number;
  /** Head turn in degrees; positive to the person's left. */
  readonly yawDegrees: number;
  /** Why the face cannot be recognised as it is; undefined when it can. */
  readonly unfit?: 'too-small' | 'turned-away' | 'cut-off' | 'no-landmarks';
  /** Fine detail in the face, whatever its contrast; present when the face is fit. Blurred below 0.008. */
  readonly sharpness?: number;
  /** L2-normalised; present when the face is fit. Never leaves the kiosk. */
  readonly embedding?: Float32Array;
}

/** Finds faces and measures them. */
export interface FaceAnalyser {
  /** Digest of the recogniser's weights: a template is bound to it. */
  readonly modelDigest: string;
  readonly modelName: string;
  analyse(picture: Picture): Promise<FaceFound[]>;
  close(): Promise<void>;
}
