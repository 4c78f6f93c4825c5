-- What a feed, host or media was ever a member of, over or not.
CREATE INDEX incident_subjects_by_subject ON incident_subjects (kind, subject_id, incident_id);
