-- The few fresh handshakes with a host that found something, among the many that did not.
CREATE INDEX host_checks_with_faults ON host_checks (host_id, at DESC) WHERE codes IS NOT NULL;
-- What a host was ever blamed for, over or not.
CREATE INDEX incidents_ever_of_host ON incidents (host_id) WHERE host_id IS NOT NULL;
