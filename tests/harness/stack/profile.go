package stack

import "time"

// Profile says what the servers are for.
type Profile int

const (
	// Tests finds what is sent at once, however old it is, and deletes nothing.
	// Its cost grows with each trace sent: minutes of traffic are too much for it.
	Tests Profile = iota
	// Demo can be left running for a day: it finds a trace within two seconds, its
	// memory and the files that a search opens are bounded, and it deletes what is
	// older than DemoRetention.
	Demo
)

// DemoRetention is how long the demo's servers keep what they are sent.
const DemoRetention = 12 * time.Hour

// setting is a value for which loki.yaml or tempo.yaml has a variable, in each
// profile. The reasons are in those files.
type setting struct{ name, tests, demo string }

// memoryLimit is how far the Go runtime lets memory grow before it collects
// garbage more often. What a server really needs stays well below.
const memoryLimit = "GOMEMLIMIT"

var tempoSettings = []setting{
	{"TRACE_IDLE_PERIOD", "1ms", "500ms"},
	{"FLUSH_CHECK_PERIOD", "50ms", "1s"},
	{"MAX_BLOCK_DURATION", "30m", "30s"},
	{"MAX_BLOCK_BYTES", "500000000", "20000000"},
	{"COMPLETE_BLOCK_TIMEOUT", "15m", "20s"},
	{"BLOCKLIST_POLL", "5s", "2s"},
	{"COMPACTION_CYCLE", "30s", "15s"},
	{"COMPACTED_BLOCK_RETENTION", "1h", "2m"},
	{"RETENTION", "336h", DemoRetention.String()},
	{"TRACE_BY_ID_SHARDS", "50", "2"},
	{"CONCURRENT_QUERIES", "20", "4"},
	{"GENERATOR_FLUSH_CHECK_PERIOD", "100ms", "3s"},
	{"GENERATOR_MAX_BLOCK_DURATION", "1m", "3m"},
	{"GENERATOR_RETENTION", "24h", DemoRetention.String()},
	{memoryLimit, "off", "350MiB"},
}

var lokiSettings = []setting{
	{"RETENTION_ENABLED", "false", "true"},
	{"RETENTION", "0s", DemoRetention.String()},
	{memoryLimit, "off", "700MiB"},
}

// environment is what a server reads its variables from.
func (p Profile) environment(settings []setting) (env []string) {
	for _, s := range settings {
		value := s.tests
		if p == Demo {
			value = s.demo
		}
		env = append(env, s.name+"="+value)
	}
	return env
}
