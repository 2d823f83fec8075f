import type { FilingContent } from '../../sync/contract/filing.ts';
import { defaultCheckInRules, recordingFor } from '../../sync/contract/filing-presets.ts';
import type { Profile, TrainingRules } from '../../sync/contract/policy.ts';
import { withPeriodMinutes } from './filing-periods.ts';

/** A draft of which only policy, type of training and organiser are known; the rest is as the policy has it. */
export function blankFiling(profile: Profile, rules: TrainingRules, organiser: string): FilingContent {
  return {
    ...{ profile: profile.id, trainingKind: rules.name, organiser },
    ...{ title: '', occupation: '', room: '' },
    periodMinutes: rules.periodMinutes.value,
    checkIn: defaultCheckInRules,
    recording: recordingFor(rules.video.value),
    ...{ people: [], periods: [], operators: [], dossier: [], devices: [] },
  };
}

/** Another policy or type of training, with what it presets. */
export function withTraining(content: FilingContent, profile: Profile, rules: TrainingRules): FilingContent {
  const { profileVersion: _profileVersion, ...bare } = content;
  const { localRetentionHours } = content.recording;
  const presets = { ...recordingFor(rules.video.value), localRetentionHours };
  const named = { ...bare, profile: profile.id, trainingKind: rules.name, recording: presets };
  return withPeriodMinutes(named, rules.periodMinutes.value);
}
