import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { FilingContent } from '../../sync/contract/filing.ts';

type Terms = Pick<
  ClassPlan,
  'profile' | 'profileVersion' | 'trainingKind' | 'checkIn' | 'recording' | 'sampling' | 'maxOfflineHours'
>;

/** No sheet holds the check-in rules, looks and hours offline; what must be recorded follows the type of training. */
export function keepTerms(content: FilingContent, earlier: Terms): FilingContent {
  const { checkIn, recording, sampling, maxOfflineHours, profileVersion } = earlier;
  const isSamePolicy = content.profile === earlier.profile;
  const isSameType = isSamePolicy && content.trainingKind === earlier.trainingKind;
  return {
    ...content,
    checkIn,
    ...(isSameType && { recording }),
    ...(sampling !== undefined && { sampling }),
    ...(maxOfflineHours !== undefined && { maxOfflineHours }),
    ...(isSamePolicy && profileVersion !== undefined && { profileVersion }),
  };
}

/** A workbook carries no photographs: those of the same device stay. */
export function keepPhotos(content: FilingContent, earlier: FilingContent['dossier']): FilingContent {
  const photosOf = new Map(earlier.map(({ number, photos }) => [number, photos]));
  return {
    ...content,
    dossier: content.dossier.map((device) => ({ ...device, photos: photosOf.get(device.number) ?? [] })),
  };
}
